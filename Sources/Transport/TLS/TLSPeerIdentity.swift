/// What a certificate says of the peer that has shown it, after the chain was verified.
public struct TLSPeerIdentity: Sendable, Hashable {
  /// A subject alternative name (RFC 5280 section 4.2.1.6). Names of other kinds are left out.
  public enum AlternativeName: Sendable, Hashable {
    /// A host name.
    case dns(String)
    /// A URI, such as a SPIFFE id.
    case uri(String)
    /// A mail address.
    case email(String)
    /// A numeric address.
    case ip(String)
  }

  /// The subject as RFC 2253 writes it, last part first: `CN=shop,O=Example`. May be empty.
  public let subject: String
  /// The first common name of the subject; nil without one.
  public let commonName: String?
  /// The subject alternative names in the certificate's order.
  public let alternativeNames: [AlternativeName]
  /// SHA-256 of the certificate (DER), 32 bytes.
  public let fingerprint: [UInt8]

  /// The fingerprint as 64 hexadecimal digits in lower case.
  public var fingerprintText: String {
    let digits = Array("0123456789abcdef")
    return String(fingerprint.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
