internal import EventLoop
internal import Synchronization

/// What has gone over connections of a client.
public struct TransportTraffic: Sendable, Hashable {
  /// Bytes of HTTP sent; what TLS adds is not counted.
  public var bytesSent: UInt64 = 0
  /// Bytes of HTTP received; what TLS adds is not counted.
  public var bytesReceived: UInt64 = 0
  /// How long streams that had something to send waited for the server to open its windows, summed over streams.
  public var windowWait = Duration.zero
  /// Streams the server has reset, by code.
  public var resets: [ErrorCode: Int] = [:]
  /// Announcements of the server that it goes away, by code.
  public var goAways: [ErrorCode: Int] = [:]

  /// Nothing.
  public init() {}
}

/// Counts what goes over connections of a client: they count on their one loop, anybody may read.
public final class TrafficMeter: Sendable {
  private struct Codes {
    var resets: [ErrorCode: Int] = [:]
    var goAways: [ErrorCode: Int] = [:]
  }

  private let sent = Atomic<UInt64>(0)
  private let received = Atomic<UInt64>(0)
  private let waited = Atomic<Int64>(0)
  private let codes = Mutex(Codes())

  /// A meter that has counted nothing; all connections that count with it must be on one loop.
  public init() {}

  /// What has been counted so far.
  public var traffic: TransportTraffic {
    var traffic = TransportTraffic()
    traffic.bytesSent = sent.load(ordering: .relaxed)
    traffic.bytesReceived = received.load(ordering: .relaxed)
    traffic.windowWait = .nanoseconds(waited.load(ordering: .relaxed))
    codes.withLock { codes in
      traffic.resets = codes.resets
      traffic.goAways = codes.goAways
    }
    return traffic
  }

  // MARK: On the loop

  // Only one thread writes, so that a load and a store do for an addition.

  /// Adds bytes that were sent.
  package func send(_ count: Int) { sent.store(sent.load(ordering: .relaxed) &+ UInt64(count), ordering: .relaxed) }

  /// Adds bytes that were received.
  package func receive(_ count: Int) {
    received.store(received.load(ordering: .relaxed) &+ UInt64(count), ordering: .relaxed)
  }

  /// Adds the time a stream has waited for its window.
  package func wait(_ duration: Duration) {
    waited.store(waited.load(ordering: .relaxed) &+ duration.wholeNanoseconds, ordering: .relaxed)
  }

  /// Counts a reset by the server.
  package func reset(_ code: ErrorCode) { codes.withLock { $0.resets[code, default: 0] += 1 } }

  /// Counts an announcement of the server that it goes away.
  package func goAway(_ code: ErrorCode) { codes.withLock { $0.goAways[code, default: 0] += 1 } }
}
