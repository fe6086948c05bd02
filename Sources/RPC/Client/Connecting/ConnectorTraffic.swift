internal import Synchronization
internal import Transport

/// Counts the connections of a channel on one loop and what goes over them; read from anywhere.
final class ConnectorTraffic: Sendable {
  private struct Counts {
    var connects = 0
    var failedConnects = 0
    var reconnects = 0
    /// Connections that were lost and not replaced yet.
    var missing = 0
  }

  /// What the connections count with.
  let meter = TrafficMeter()
  private let counts = Mutex(Counts())

  /// What has been counted so far.
  var current: ChannelTraffic {
    let moved = meter.traffic
    let counts = counts.withLock { $0 }
    var traffic = ChannelTraffic()
    traffic.connects = counts.connects
    traffic.failedConnects = counts.failedConnects
    traffic.reconnects = counts.reconnects
    traffic.bytesSent = moved.bytesSent
    traffic.bytesReceived = moved.bytesReceived
    traffic.flowControlWait = moved.windowWait
    traffic.resets = moved.resets
    traffic.goAways = moved.goAways
    return traffic
  }

  /// An attempt to connect is over.
  func attempted(succeeded: Bool) {
    counts.withLock { counts in
      guard succeeded else { return counts.failedConnects += 1 }
      counts.connects += 1
      guard counts.missing > 0 else { return }
      counts.missing -= 1
      counts.reconnects += 1
    }
  }

  /// The server or the network has ended a connection.
  func connectionLost() {
    counts.withLock { $0.missing += 1 }
  }
}
