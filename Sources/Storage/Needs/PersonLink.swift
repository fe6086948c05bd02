/// A partner, one of whose customers stands for a person, or did.
package struct PersonLink: Sendable, Hashable {
  /// The partner.
  package var partner: String
  /// Since when, µs since 1970 UTC.
  package var since: Int64
  /// When it was ended, µs; `nil` while it stands.
  package var until: Int64?

  /// A link.
  package init(partner: String, since: Int64, until: Int64? = nil) {
    (self.partner, self.since, self.until) = (partner, since, until)
  }
}
