public import EventLoop

/// What a name stands for at a moment.
public struct Resolution: Sendable, Hashable {
  /// The addresses, the preferred first.
  public var addresses: [Endpoint]
  /// How calls to them are to be made, when the resolver knows; it wins over the channel's own configuration.
  public var serviceConfig: ServiceConfig?

  /// A resolution with the given parts.
  public init(addresses: [Endpoint], serviceConfig: ServiceConfig? = nil) {
    self.addresses = addresses
    self.serviceConfig = serviceConfig
  }
}

/// Finds the addresses of a name. A channel asks again when a connection fails or is lost.
public protocol AddressResolver: Sendable {
  /// The addresses of the host, each with its port.
  /// - Throws: UNAVAILABLE with the reason there are none.
  func resolve(host: String, port: UInt16) async throws(RPCError) -> Resolution
}

/// The system's resolver: the hosts file, then DNS, as the machine is set up.
public struct SystemResolver: AddressResolver {
  /// The resolver.
  public init() {}

  /// The addresses in the system's order.
  public func resolve(host: String, port: UInt16) async throws(RPCError) -> Resolution {
    do { return Resolution(addresses: try await NameResolution.addresses(host: host, port: port)) } catch {
      throw RPCError.unavailable("name resolution: \(error)")
    }
  }
}
