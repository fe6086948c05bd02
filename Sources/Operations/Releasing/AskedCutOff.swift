import EnrichmentSchema
import Population
import Storage
import WireFormat

/// What an operator asks of the cut-off of a run.
package enum AskedCutOff: Sendable, Hashable {
  /// One moment for all regions, in microseconds since 1970 UTC.
  case moment(Int64)
  /// A time by the clock of each region, in microseconds since local 1970; of one that a clock shows twice the first.
  case local(Int64)

  /// What a request says; nil where it says nothing.
  ///
  /// - Throws: `OperatorError.invalid` for a text that is no time without a zone, and for a request that says both.
  init?(_ request: RunReleaseRequest) throws(OperatorError) {
    let text = request.localAsOf
    guard !text.isEmpty else {
      guard let moment = request.asOf?.microseconds else { return nil }
      self = .moment(moment)
      return
    }
    guard request.asOf == nil else { throw .invalid("as_of and local_as_of: one of the two is allowed") }
    guard CivilTime.isLocal(text), let time = CivilTime(text, as: .iso8601) else {
      throw .invalid("local_as_of \(text): allowed are a day such as 2013-02-28, and a date and time without a zone")
    }
    self = .local(time.microseconds)
  }

  /// The moment it names in a region, in microseconds since 1970 UTC.
  ///
  /// - Throws: `OperatorError.invalid` for a region whose time zone is unknown.
  func time(in region: Region) throws(OperatorError) -> Int64 {
    switch self {
    case .moment(let time): return time
    case .local(let time):
      guard let calendar = RegionCalendar(timeZone: region.timeZone) else {
        throw .invalid("region \(region.id): unknown time zone \(region.timeZone)")
      }
      return time - calendar.offset(atLocal: time) * RegionCalendar.second
    }
  }
}
