/// Whether a server asks its clients for certificates.
public enum ClientCertificates: Sendable, Hashable {
  /// It does not.
  case notAsked
  /// It does, and clients may come without. One that is shown must be signed by an authority of the PEM file.
  case optional(authorities: String)
  /// It does, and handshakes with clients that have none signed by an authority of the PEM file fail.
  case required(authorities: String)

  /// The file of the authorities.
  var authorities: String? {
    switch self {
    case .notAsked: nil
    case .optional(let file), .required(let file): file
    }
  }
}
