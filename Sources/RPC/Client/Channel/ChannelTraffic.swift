public import Transport

/// What has gone over the connections of a channel.
public struct ChannelTraffic: Sendable, Hashable {
  /// Connections made.
  public var connects = 0
  /// Attempts to connect that failed.
  public var failedConnects = 0
  /// Connections made in the place of others that the server or the network had ended.
  public var reconnects = 0
  /// Bytes of HTTP/2 sent; what TLS adds is not counted.
  public var bytesSent: UInt64 = 0
  /// Bytes of HTTP/2 received; what TLS adds is not counted.
  public var bytesReceived: UInt64 = 0
  /// How long streams that had something to send waited for the server to open its windows, summed over streams.
  public var flowControlWait = Duration.zero
  /// Streams the server has reset, by code.
  public var resets: [ErrorCode: Int] = [:]
  /// GOAWAYs the server has sent, by code.
  public var goAways: [ErrorCode: Int] = [:]

  /// Nothing.
  public init() {}

  /// The sums of both.
  public func adding(_ other: ChannelTraffic) -> ChannelTraffic {
    var sum = self
    sum.connects += other.connects
    sum.failedConnects += other.failedConnects
    sum.reconnects += other.reconnects
    sum.bytesSent += other.bytesSent
    sum.bytesReceived += other.bytesReceived
    sum.flowControlWait += other.flowControlWait
    sum.resets.merge(other.resets, uniquingKeysWith: +)
    sum.goAways.merge(other.goAways, uniquingKeysWith: +)
    return sum
  }

  /// What has moved since an earlier moment of the same channel; the counts of connections stay whole.
  public func since(_ earlier: ChannelTraffic) -> ChannelTraffic {
    var moved = self
    moved.bytesSent -= min(bytesSent, earlier.bytesSent)
    moved.bytesReceived -= min(bytesReceived, earlier.bytesReceived)
    moved.flowControlWait -= min(flowControlWait, earlier.flowControlWait)
    moved.resets = Self.difference(resets, earlier.resets)
    moved.goAways = Self.difference(goAways, earlier.goAways)
    return moved
  }

  private static func difference(_ now: [ErrorCode: Int], _ then: [ErrorCode: Int]) -> [ErrorCode: Int] {
    now.merging(then) { $0 - $1 }.filter { $0.value > 0 }
  }
}
