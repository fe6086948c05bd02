package import EventLoop
internal import Synchronization

/// Says whether there is room for one more connection, for all loops of a server together.
///
/// Descriptors belong to the whole process, and what cannot open a file fails in ways that nobody can answer for: so
/// connections leave some of them free. The system gives the lowest free number to each descriptor; a high one tells
/// that all below are taken, whoever took them.
public final class AdmittedConnections: Sendable {
  private let held = Mutex<[PeerNetwork: Int]>([:])
  private let spare = Mutex(SpareDescriptor())
  private let descriptors: Int
  private let reserved: Int
  /// The most connections of one network.
  package let mostPerNetwork: Int
  /// The most of them, on one loop, that are shaking hands.
  package let mostHandshakesPerNetwork: Int

  /// What one network may hold although it be more than half of a small server.
  private static let fewConnections = 16
  /// The same for those that are shaking hands.
  private static let fewHandshakes = 8

  /// The rules of a server with so many loops, under the process's limit of descriptors at this time.
  public init(_ limits: ConnectionLimits = .server, loops: Int = 1) {
    descriptors = DescriptorLimit.current
    reserved = min(limits.reservedDescriptors ?? max(32, min(512, descriptors / 16)), descriptors / 2)
    let room = min(descriptors - reserved, limits.maxConnections.multipliedClamping(by: max(1, loops)))
    mostPerNetwork = limits.maxConnectionsPerNetwork ?? max(min(room, Self.fewConnections), room / 2)
    mostHandshakesPerNetwork =
      limits.maxHandshakesPerNetwork ?? max(Self.fewHandshakes, mostPerNetwork / max(1, loops) / 2)
  }

  /// Whether a connection's descriptor is one of those that must stay free. The owner's own connections, by a unix
  /// socket, may use half of these.
  package func isReserved(_ socket: AcceptedSocket) -> Bool {
    if case .unix = socket.peer { return Int(socket.descriptor) >= descriptors - reserved / 2 }
    return Int(socket.descriptor) >= descriptors - reserved
  }

  /// Counts a connection from a network; false when that has as many as it may have.
  package func enter(_ network: PeerNetwork) -> Bool {
    held.withLock { held in
      let count = held[network, default: 0]
      guard count < mostPerNetwork else { return false }
      held[network] = count + 1
      return true
    }
  }

  /// A connection from a network has gone.
  package func leave(_ network: PeerNetwork) {
    held.withLock { held in
      guard let count = held[network] else { return }
      held[network] = count > 1 ? count - 1 : nil
    }
  }

  /// Closes the connection that waits longest at a listener although no descriptor is left; false when that cannot be.
  package func turnAway(at listener: ListenerSocket) -> Bool { spare.withLock { $0.turnAway(at: listener) } }
}

extension Int {
  fileprivate func multipliedClamping(by factor: Int) -> Int {
    let (product, isTooLarge) = multipliedReportingOverflow(by: factor)
    return isTooLarge ? .max : product
  }
}
