/// One field of a request that cannot be accepted: what, where, and what is allowed instead.
///
/// The RPC layer turns a list of these into `google.rpc.BadRequest`.
package struct RequestViolation: Sendable, Hashable, CustomStringConvertible {
  /// The longest value that is repeated to the caller, in characters.
  package static let longestQuote = 80

  /// What a caller's program may tell apart from other violations.
  package enum Reason: String, Sendable, Hashable {
    /// An event happened too long ago to be taken in.
    case tooOld = "TOO_OLD"
  }

  /// Path of the field in the request, in the names of the schema, for example `user_segment.demographics.age_range`;
  /// empty for the whole of what is read.
  package let field: String
  /// The offending value as text, shortened to `longestQuote`.
  package let value: String
  /// What would be accepted, in words.
  package let allowed: String

  /// Which violation it is, for those that have a name.
  package let reason: Reason?

  /// Makes a violation; a longer `value` is cut and ends with an ellipsis, and one that may hold a key is hidden.
  package init(field: String, value: String, allowed: String, reason: Reason? = nil) {
    (self.field, self.reason) = (field, reason)
    let value = KeyText.hiding(value)
    self.value = value.count > Self.longestQuote ? value.prefix(Self.longestQuote) + "…" : value
    self.allowed = allowed
  }

  /// One sentence for people: field, value and what is allowed.
  package var description: String {
    "\(field.isEmpty ? "it" : field) \(value.isEmpty ? "is empty" : "is \"\(value)\""); allowed: \(allowed)"
  }
}
