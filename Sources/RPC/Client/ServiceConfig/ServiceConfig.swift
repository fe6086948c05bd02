/// How the calls to a service are to be made, in the shape of gRPC's service config.
public struct ServiceConfig: Sendable, Hashable {
  /// How calls are spread over the addresses; nil for the channel's own way.
  public var loadBalancing: LoadBalancing?
  /// What holds for which methods.
  public var methods: [MethodConfig]
  /// When retries stop because too many calls fail; nil for never.
  public var retryThrottling: RetryThrottling?

  /// A service config with the given parts.
  public init(
    loadBalancing: LoadBalancing? = nil, methods: [MethodConfig] = [], retryThrottling: RetryThrottling? = nil
  ) {
    self.loadBalancing = loadBalancing
    self.methods = methods
    self.retryThrottling = retryThrottling
  }
}

/// How calls are spread over the addresses of a target.
public enum LoadBalancing: Sendable, Hashable {
  /// All calls go to the first address that answers; `shuffled` tries them in an order of chance.
  case pickFirst(shuffled: Bool = false)
  /// Calls go to all addresses in turn.
  case roundRobin
}

/// What holds for some methods.
public struct MethodConfig: Sendable, Hashable {
  /// A method, all methods of a service (`method` is empty) or all methods of all services (both are empty).
  public struct Name: Sendable, Hashable {
    /// The full service name.
    public var service: String
    /// The method's name within the service.
    public var method: String

    /// The name of a method, of a service, or of everything.
    public init(service: String = "", method: String = "") {
      self.service = service
      self.method = method
    }
  }

  /// What is tried again, and how.
  public enum Repetition: Sendable, Hashable {
    /// A new attempt after one that failed.
    case retry(RetryPolicy)
    /// Several attempts at once.
    case hedging(HedgingPolicy)
  }

  /// Which methods; the most precise name wins.
  public var names: [Name]
  /// Whether calls wait while the server cannot be reached, unless they say it themselves.
  public var waitForReady: Bool?
  /// The longest a call may take; the shorter of this and what the call says counts.
  public var timeout: Duration?
  /// The most bytes of a request message; the smaller of this and what the call says counts.
  public var maxRequestMessageBytes: Int?
  /// The most bytes of a reply message; the smaller of this and what the call says counts.
  public var maxReplyMessageBytes: Int?
  /// Whether and how calls are tried more than once.
  public var repetition: Repetition?

  /// The configuration of the named methods.
  public init(
    names: [Name], waitForReady: Bool? = nil, timeout: Duration? = nil, maxRequestMessageBytes: Int? = nil,
    maxReplyMessageBytes: Int? = nil, repetition: Repetition? = nil
  ) {
    self.names = names
    self.waitForReady = waitForReady
    self.timeout = timeout
    self.maxRequestMessageBytes = maxRequestMessageBytes
    self.maxReplyMessageBytes = maxReplyMessageBytes
    self.repetition = repetition
  }
}
