internal import Glibc

/// Opens connections without blocking a loop.
public enum Connector {
  /// One thread resolves names for the whole process; the system's resolver may block for seconds.
  private static let resolution = Result { () throws(SocketError) in
    try BlockingPool(name: "resolver", threads: 2)
  }

  /// Connects to an endpoint and answers a non-blocking socket that the caller owns.
  ///
  /// The addresses of a name are tried one after another; the error is that of the last. `timeout` bounds each attempt.
  public static func connect(
    to endpoint: Endpoint, on loop: EventLoop, timeout: Duration
  ) async throws(SocketError) -> Int32 {
    var failure = SocketError("connect to \(endpoint)", reason: "no address")
    for address in try await resolve(endpoint) {
      switch await attempt(address, endpoint, loop, timeout) {
      case .success(let socket): return socket
      case .failure(let error): failure = error
      }
    }
    throw failure
  }

  /// The addresses of an endpoint; names are looked up on a thread that may block.
  static func resolve(_ endpoint: Endpoint) async throws(SocketError) -> [SocketAddress] {
    if case .unix = endpoint { return try Resolver.addresses(of: endpoint, passive: false) }
    let pool = try resolution.get()
    do { return try await pool.run { try Resolver.addresses(of: endpoint, passive: false) } } catch {
      throw error as? SocketError ?? SocketError("resolve \(endpoint)", reason: "\(error)")
    }
  }

  private static func attempt(
    _ address: SocketAddress, _ endpoint: Endpoint, _ loop: EventLoop, _ timeout: Duration
  ) async -> Result<Int32, SocketError> {
    await withCheckedContinuation { continuation in
      loop.execute {
        let attempt = ConnectAttempt(endpoint: endpoint, loop: loop) { continuation.resume(returning: $0) }
        attempt.start(address, timeout: timeout)
      }
    }
  }
}

/// One non-blocking connect, kept alive by its loop until it is decided.
private final class ConnectAttempt: ReadinessHandler {
  private let operation: String
  private let isTCP: Bool
  private let loop: EventLoop
  private var socket: Int32 = -1
  private var timer: TimerID?
  private var completion: ((Result<Int32, SocketError>) -> Void)?

  init(endpoint: Endpoint, loop: EventLoop, completion: @escaping (Result<Int32, SocketError>) -> Void) {
    operation = "connect to \(endpoint)"
    if case .tcp = endpoint { isTCP = true } else { isTCP = false }
    self.loop = loop
    self.completion = completion
  }

  func start(_ address: SocketAddress, timeout: Duration) {
    do throws(SocketError) {
      socket = try SocketOptions.makeStream(family: address.family, for: operation)
      if isTCP { SocketOptions.disableDelay(socket) }
      guard unsafe address.withPointer({ unsafe connect(socket, $0, $1) }) != 0 else { return finish(0) }
      guard errno == EINPROGRESS else { return finish(errno) }
      try loop.register(socket, interest: .writable, handler: self)
      timer = loop.schedule(after: timeout) { [self] in finish(ETIMEDOUT) }
    } catch {
      complete(.failure(error))
    }
  }

  func ready(_ readiness: Readiness) { finish(SocketOptions.pendingError(socket)) }

  private func finish(_ code: Int32) {
    loop.deregister(socket)
    guard code == 0 else { return complete(.failure(SocketError(operation, code: code))) }
    complete(.success(socket))
  }

  private func complete(_ result: Result<Int32, SocketError>) {
    if let timer { loop.cancel(timer) }
    timer = nil
    if case .failure = result, socket >= 0 { close(socket) }
    completion?(result)
    completion = nil
  }
}
