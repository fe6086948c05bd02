/// Whom a client trusts over TLS, and who it says it is.
public struct ClientTLS: Sendable, Hashable {
  /// PEM file of the authorities whose certificates are accepted; nil for those the system trusts.
  public var ca: String?
  /// The name the server's certificate must be valid for, when that is not the host of the target.
  public var serverName: String?
  /// PEM file with the client's own certificate and its chain, for servers that ask for one; nil for none.
  public var certificateChain: String?
  /// PEM file with the unencrypted private key of that certificate.
  public var privateKey: String?

  /// TLS with the given trust and identity; by default the system's trust, the target's name, no identity.
  public init(
    ca: String? = nil, serverName: String? = nil, certificateChain: String? = nil, privateKey: String? = nil
  ) {
    self.ca = ca
    self.serverName = serverName
    self.certificateChain = certificateChain
    self.privateKey = privateKey
  }
}

/// What protects the connections of a channel.
public enum ChannelSecurity: Sendable, Hashable {
  /// TLS 1.2 or later with HTTP/2 agreed on.
  case tls(ClientTLS = ClientTLS())
  /// Nothing: HTTP/2 with prior knowledge. Over TCP such a channel refuses call credentials.
  case plaintext
}
