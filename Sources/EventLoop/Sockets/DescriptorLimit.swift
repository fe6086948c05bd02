internal import Glibc

/// How many descriptors the process may have open at once: its `RLIMIT_NOFILE`.
public enum DescriptorLimit {
  /// The limit that holds; what cannot be told is a thousand.
  public static var current: Int {
    guard let limit = read() else { return 1_024 }
    return Int(clamping: limit.rlim_cur)
  }

  /// Raises the limit to what the system allows this process. Programs that hold many connections call it at their
  /// start; where the system refuses, the limit stays as it is.
  public static func raise() {
    guard var limit = read(), limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(resource, &limit)
  }

  private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }

  private static func read() -> rlimit? {
    var limit = rlimit()
    return unsafe getrlimit(resource, &limit) == 0 ? limit : nil
  }
}

/// A descriptor that is held so that it can be given up: with none left a connection that waits could not even be
/// turned away, and would stay ready for ever.
public struct SpareDescriptor: ~Copyable, Sendable {
  private var descriptor: Int32 = -1

  /// Takes one, if the system has one to give.
  public init() { take() }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Closes the connection that waits longest at a listener, and takes a descriptor again. False when there was none to
  /// give up, or no connection.
  public mutating func turnAway(at listener: ListenerSocket) -> Bool {
    if descriptor < 0 { take() }
    guard descriptor >= 0 else { return false }
    close(descriptor)
    descriptor = -1
    defer { take() }
    guard let waiting = try? listener.accept() else { return false }
    close(waiting.descriptor)
    return true
  }

  private mutating func take() { descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC) }
}
