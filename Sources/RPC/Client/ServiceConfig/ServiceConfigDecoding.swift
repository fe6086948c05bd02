internal import WireFormat

extension ServiceConfig {
  /// Reads the JSON form of gRPC's `service_config.proto`: `loadBalancingConfig`, `methodConfig`, `retryThrottling`.
  /// Members that are not known are of no matter.
  /// - Throws: for a text that is no JSON object and for values that gRFC A6 does not allow.
  public init(json: String) throws(ServiceConfigError) {
    let object: GoogleProtobufStruct
    do { object = try GoogleProtobufStruct(jsonString: json) } catch {
      throw ServiceConfigError(path: "", reason: "\(error)")
    }
    let root = ConfigObject(object, path: "")
    self.init(
      loadBalancing: try LoadBalancing(root), methods: try Self.methods(root),
      retryThrottling: try root.object("retryThrottling").map { (throttling) throws(ServiceConfigError) in
        try RetryThrottling(throttling)
      })
  }

  private static func methods(_ root: ConfigObject) throws(ServiceConfigError) -> [MethodConfig] {
    var methods: [MethodConfig] = []
    var seen: Set<MethodConfig.Name> = []
    for object in try root.objects("methodConfig") ?? [] {
      let method = try MethodConfig(object)
      for name in method.names {
        guard seen.insert(name).inserted else {
          throw object.fault("name", "\"\(name.service)/\(name.method)\" is configured twice")
        }
      }
      methods.append(method)
    }
    return methods
  }
}

extension LoadBalancing {
  /// The first policy of the list that is known here; nil without a list, or when none is.
  fileprivate init?(_ root: ConfigObject) throws(ServiceConfigError) {
    for entry in try root.objects("loadBalancingConfig") ?? [] {
      guard entry.names.count == 1 else {
        throw ServiceConfigError(path: entry.path, reason: "expected an object with the name of one policy")
      }
      if let options = try entry.object("pick_first") {
        self = .pickFirst(shuffled: try options.flag("shuffleAddressList") ?? false)
        return
      }
      if try entry.object("round_robin") != nil {
        self = .roundRobin
        return
      }
    }
    return nil
  }
}

extension RetryThrottling {
  fileprivate init(_ object: ConfigObject) throws(ServiceConfigError) {
    guard let maxTokens = try object.number("maxTokens"), maxTokens > 0, maxTokens <= 1000 else {
      throw object.fault("maxTokens", "expected a number above 0 and up to 1000")
    }
    guard let tokenRatio = try object.number("tokenRatio"), tokenRatio > 0 else {
      throw object.fault("tokenRatio", "expected a number above 0")
    }
    // gRFC A6: decimals after the third are of no matter.
    self.init(maxTokens: maxTokens, tokenRatio: (tokenRatio * 1000).rounded(.down) / 1000)
  }
}

extension MethodConfig {
  fileprivate init(_ object: ConfigObject) throws(ServiceConfigError) {
    var names: [Name] = []
    for name in try object.objects("name") ?? [] {
      let service = try name.text("service") ?? ""
      let method = try name.text("method") ?? ""
      guard !service.isEmpty || method.isEmpty else { throw name.fault("method", "a method needs its service") }
      names.append(Name(service: service, method: method))
    }
    let size = 0...Int(UInt32.max)
    self.init(
      names: names, waitForReady: try object.flag("waitForReady"), timeout: try object.duration("timeout"),
      maxRequestMessageBytes: try object.integer("maxRequestMessageBytes", in: size),
      maxReplyMessageBytes: try object.integer("maxResponseMessageBytes", in: size),
      repetition: try Self.repetition(object))
  }

  private static func repetition(_ object: ConfigObject) throws(ServiceConfigError) -> Repetition? {
    switch (try object.object("retryPolicy"), try object.object("hedgingPolicy")) {
    case (nil, nil): return nil
    case (let retry?, nil): return .retry(try RetryPolicy(retry))
    case (nil, let hedging?): return .hedging(try HedgingPolicy(hedging))
    case (_?, let hedging?):
      throw ServiceConfigError(path: hedging.path, reason: "a method has a retry policy or a hedging policy, not both")
    }
  }
}

extension RetryPolicy {
  fileprivate init(_ object: ConfigObject) throws(ServiceConfigError) {
    let attempts = try object.integer("maxAttempts", in: 2...Int(UInt32.max))
    guard let attempts else { throw object.fault("maxAttempts", "expected a whole number of at least 2") }
    guard let multiplier = try object.number("backoffMultiplier"), multiplier > 0 else {
      throw object.fault("backoffMultiplier", "expected a number above 0")
    }
    guard let codes = try object.statusCodes("retryableStatusCodes"), !codes.isEmpty else {
      throw object.fault("retryableStatusCodes", "expected at least one status")
    }
    self.init(
      maxAttempts: min(attempts, Self.mostAttempts), initialBackoff: try Self.wait("initialBackoff", object),
      maxBackoff: try Self.wait("maxBackoff", object), backoffMultiplier: multiplier, retryableStatusCodes: codes)
  }

  private static func wait(_ name: String, _ object: ConfigObject) throws(ServiceConfigError) -> Duration {
    guard let wait = try object.duration(name), wait > .zero else {
      throw object.fault(name, "expected a duration above 0 such as \"0.1s\"")
    }
    return wait
  }
}

extension HedgingPolicy {
  fileprivate init(_ object: ConfigObject) throws(ServiceConfigError) {
    let attempts = try object.integer("maxAttempts", in: 2...Int(UInt32.max))
    guard let attempts else { throw object.fault("maxAttempts", "expected a whole number of at least 2") }
    let delay = try object.duration("hedgingDelay") ?? .zero
    guard delay >= .zero else { throw object.fault("hedgingDelay", "expected a duration that is not negative") }
    self.init(
      maxAttempts: min(attempts, RetryPolicy.mostAttempts), hedgingDelay: delay,
      nonFatalStatusCodes: try object.statusCodes("nonFatalStatusCodes") ?? [])
  }
}
