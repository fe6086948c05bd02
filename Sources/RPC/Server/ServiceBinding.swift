/// A service and the listeners it answers on.
public struct ServiceBinding: Sendable {
  /// A choice of listeners.
  public struct Listeners: Sendable, Hashable {
    let kinds: Set<ListenerKind>

    /// Every listener.
    public static let all = Listeners(kinds: Set(ListenerKind.allCases))
    /// Unix sockets alone, for services whose caller is the machine's own user.
    public static let unixOnly = Listeners(kinds: [.unix])
    /// TCP listeners alone.
    public static let networkOnly = Listeners(kinds: [.tls, .plaintext])
  }

  /// The service.
  public let service: any RPCService
  /// Where it answers; elsewhere its methods are unknown.
  public let listeners: Listeners

  /// Binds the service to the listeners.
  public init(_ service: any RPCService, on listeners: Listeners = .all) {
    self.service = service
    self.listeners = listeners
  }
}
