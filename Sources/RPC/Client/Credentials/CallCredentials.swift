/// Proof of identity sent with every call that has it, over TLS or within the machine only.
public struct CallCredentials: Sendable {
  /// Makes the metadata for a call to a method of the server with this `:authority`.
  public typealias Provider =
    @Sendable (_ method: MethodDescriptor, _ authority: String) async throws(RPCError) ->
    Metadata

  let provider: Provider

  /// Credentials that may differ from call to call, such as a token that is renewed. The provider is asked before each
  /// call; an error it throws is the call's.
  public init(_ provider: @escaping Provider) {
    self.provider = provider
  }

  /// A token sent as `authorization: Bearer TOKEN`.
  /// - Throws: when the token is not printable ASCII.
  public static func bearer(_ token: String) throws(MetadataError) -> CallCredentials {
    var metadata = Metadata()
    try metadata.set("Bearer \(token)", for: "authorization")
    let shown = metadata
    return CallCredentials { (_, _) async throws(RPCError) in shown }
  }
}
