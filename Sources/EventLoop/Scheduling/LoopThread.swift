internal import CLinux
internal import Glibc

/// The system's threads, as far as loops and pools need them.
enum LoopThread {
  private final class Body {
    let name: String
    let run: @Sendable () -> Void

    init(name: String, run: @escaping @Sendable () -> Void) {
      self.name = name
      self.run = run
    }
  }

  /// A number that tells the calling thread from all others that live.
  static var current: UInt { clinux_thread() }

  /// Starts a detached thread.
  static func start(name: String, _ run: @escaping @Sendable () -> Void) throws(SocketError) {
    var thread = pthread_t()
    let body = unsafe Unmanaged.passRetained(Body(name: name, run: run))
    let code = unsafe pthread_create(&thread, nil, { unsafe LoopThread.enter($0) }, body.toOpaque())
    guard code == 0 else {
      unsafe body.release()
      throw SocketError("start thread \(name)", code: code)
    }
    pthread_detach(thread)
  }

  private static func enter(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
    _ = unsafe clinux_name_thread(pthread_self(), String(body.name.prefix(15)))
    body.run()
    return nil
  }

  /// Writes to an eventfd, so that whoever waits for it wakes up.
  static func signal(_ descriptor: Int32) {
    var one: UInt64 = 1
    unsafe write(descriptor, &one, MemoryLayout<UInt64>.size)
  }

  /// Waits until an eventfd in semaphore mode can be taken down by one.
  static func waitForSignal(_ descriptor: Int32) {
    var value: UInt64 = 0
    while unsafe read(descriptor, &value, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
  }
}
