import Cryptography
package import Population

/// How a folder is imported.
package struct ImportOptions: Sendable {
  /// Who is taken to have agreed to the statistics.
  package enum Consent: String, Sendable, Hashable, CaseIterable {
    /// Nobody: rows are kept, nothing is released. The default.
    case none
    /// Everybody, to everything: for data whose people agreed elsewhere.
    case all
    /// Whoever the columns `consent_behavior`, `consent_personality`, `consent_network` and `consent_experiments` of
    /// `people` say.
    case column
  }

  /// Region id, as `RegionID` allows.
  package var region: String
  /// Name of the region's time zone in the tz database, for example `Asia/Jakarta`.
  package var timeZone: String
  /// Who agreed.
  package var consent: Consent
  /// Makes the pseudonyms.
  package var pseudonymizer: Pseudonymizer
  /// Whose numbers the users of the files are.
  package var namespace: SubjectNamespace
  /// First moment after the window of the first release, microseconds since 1970 UTC; `nil` chooses the day with most
  /// eligible people.
  package var cutOff: Int64?

  /// Makes options.
  package init(
    region: String, timeZone: String, consent: Consent = .none, pseudonymizer: Pseudonymizer,
    namespace: SubjectNamespace = .spots, cutOff: Int64? = nil
  ) {
    self.region = region
    self.timeZone = timeZone
    self.consent = consent
    self.pseudonymizer = pseudonymizer
    self.namespace = namespace
    self.cutOff = cutOff
  }

  /// The region's calendar, once every option has been found in order.
  func calendar() throws(IngestError) -> RegionCalendar {
    guard RegionID.isValid(region) else {
      let allowed = "allowed are \(RegionID.allowed)"
      throw IngestError(file: "", column: "region", reason: "\"\(region)\" is not a region id; " + allowed)
    }
    guard let calendar = RegionCalendar(timeZone: timeZone) else {
      let allowed = "allowed are names of the tz database such as Asia/Jakarta"
      throw IngestError(file: "", column: "tz", reason: "\"\(timeZone)\" is not a time zone; " + allowed)
    }
    return calendar
  }
}

/// What the files call people, places and items, turned into what is kept: people become pseudonyms, the places of
/// `venues` are the region's registered ones, and items are known by a keyed hash.
struct SourceNames: Sendable {
  private let pseudonymizer: Pseudonymizer
  private let namespace: SubjectNamespace
  private let region: String

  init(_ options: ImportOptions) {
    (pseudonymizer, namespace, region) = (options.pseudonymizer, options.namespace, options.region)
  }

  /// The pseudonym of a person.
  func agent(_ user: String) throws -> AgentID { try pseudonymizer.agent(user.utf8, in: namespace) }

  /// The number of a place of `venues`.
  func place(_ venue: String) -> UInt64 { PublicID.place(venue.utf8) }

  /// The number of an item.
  func item(_ item: String) throws -> UInt64 { try pseudonymizer.item(item.utf8, in: namespace) }

}
