import Cryptography
package import Population

/// How a folder is imported.
package struct ImportOptions: Sendable {
  /// Who is taken to have agreed to the statistics.
  package enum Consent: String, Sendable, Hashable, CaseIterable {
    /// Nobody: rows are kept, nothing is released. The default.
    case none
    /// Everybody with a row of their own, to everything but what a column `consent_PURPOSE` of `people` says no to: for data
    /// whose people agreed elsewhere. Whoever is only named in somebody's friendship or session has not.
    case all
    /// Whoever the columns `consent_behavior`, `consent_personality`, `consent_network`, `consent_experiments` and, where
    /// it stands, `consent_affinity` of `people` say.
    case column
  }

  /// Which clock times without a zone go by.
  package enum Times: String, Sendable, Hashable, CaseIterable {
    /// UTC, the default.
    case utc
    /// The clocks of the region. Of a time that they show twice the first is meant.
    case local
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
  /// Which clock the times of the files go by.
  package var times: Times
  /// Where the rows end, µs since 1970 UTC, and so the cut-off of the region's releases: the region is archived. `nil` for
  /// a live region, whose rows go on.
  package var asOf: Int64?
  /// For how many days rows are kept; `nil` leaves it as it is stored, and keeps all where nothing is.
  package var historyDays: Int?
  /// The time of the import, µs since 1970 UTC: what happens later is refused.
  package var now: Int64

  /// Makes options.
  package init(
    region: String, timeZone: String, consent: Consent = .none, pseudonymizer: Pseudonymizer,
    namespace: SubjectNamespace = .spots, times: Times = .utc, asOf: Int64? = nil, historyDays: Int? = nil, now: Int64
  ) {
    self.region = region
    self.timeZone = timeZone
    self.consent = consent
    self.pseudonymizer = pseudonymizer
    self.namespace = namespace
    self.times = times
    self.asOf = asOf
    self.historyDays = historyDays
    self.now = now
  }

  /// The last moment that a row may name: a day from now, for clocks of other zones and such as run ahead.
  var latest: Int64 { min(now, .max - RegionCalendar.day) + RegionCalendar.day }

  /// The cut-off of a release that were drawn at the time of the import.
  var cutOff: Int64 { asOf ?? now }

  /// The region's calendar, once every option has been found in order.
  package func calendar() throws(IngestError) -> RegionCalendar {
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
  func agent(_ user: some Sequence<UInt8>) throws -> AgentID { try pseudonymizer.agent(user, in: namespace) }

  /// The number of a place of `venues`.
  func place(_ venue: some Sequence<UInt8>) -> UInt64 { PublicID.place(venue) }

  /// The number of an item.
  func item(_ item: some Sequence<UInt8>) throws -> UInt64 { try pseudonymizer.item(item, in: namespace) }

}
