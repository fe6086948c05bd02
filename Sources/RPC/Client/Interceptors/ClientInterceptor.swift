/// What an interceptor knows of a call, and may change before it begins.
public struct ClientCallContext: Sendable {
  /// The method called.
  public let method: MethodDescriptor
  /// The channel's target as it was written.
  public let target: String
  /// What the caller set, and the interceptors before; to be changed in `begin` only.
  public var options: CallOptions
  private var values: [(key: ObjectIdentifier, value: any Sendable)] = []

  init(method: MethodDescriptor, target: String, options: CallOptions) {
    self.method = method
    self.target = target
    self.options = options
  }

  /// What an interceptor left under the key, in `begin`.
  public subscript<K: ContextKey>(key: K.Type) -> K.Value? {
    get { values.first { $0.key == ObjectIdentifier(key) }?.value as? K.Value }
    set {
      values.removeAll { $0.key == ObjectIdentifier(key) }
      if let newValue { values.append((ObjectIdentifier(key), newValue)) }
    }
  }
}

/// Sees every call of a channel, unary or streaming: before it begins, when its reply begins, and when it has ended.
/// All attempts at a call are one call.
public protocol ClientInterceptor: Sendable {
  /// Judges the call before anything is sent, in the caller's task; interceptors begin in the order they were given.
  /// - Throws: the error the call ends with; interceptors after this one then never see it.
  func begin(_ context: inout ClientCallContext) async throws(RPCError)

  /// Takes note of the metadata before the first reply; on the call's loop, and must not block.
  func received(initialMetadata: Metadata, _ context: ClientCallContext)

  /// Takes note of how the call ended: exactly once for every call whose `begin` returned here, in the reverse order; on
  /// the call's loop, and must not block.
  func finish(_ context: ClientCallContext, _ outcome: CallOutcome)
}

extension ClientInterceptor {
  /// Lets every call pass.
  public func begin(_ context: inout ClientCallContext) async throws(RPCError) {}

  /// Takes no note.
  public func received(initialMetadata: Metadata, _ context: ClientCallContext) {}

  /// Takes no note.
  public func finish(_ context: ClientCallContext, _ outcome: CallOutcome) {}
}
