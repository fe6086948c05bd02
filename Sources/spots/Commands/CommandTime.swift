import ArgumentParser
import EnrichmentSchema
import Glibc
import Ingest
import Population
import WireFormat

/// The time of this machine.
let wallClock = TimeSource {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
}

extension RunReleaseRequest {
  /// Asks for the cut-off that `--as-of` says: a moment, or a time by the clock of each region. Refuses what is no time or
  /// is to come: by every clock of the world, where no zone says which one it is.
  mutating func ask(forCutOff text: String) throws(ValidationError) {
    guard CivilTime.isLocal(text) else {
      asOf = GoogleProtobufTimestamp(seconds: try cutOffTime(text).seconds)
      return
    }
    try checkEnd(text)
    localAsOf = text
  }
}

/// Reads `--as-of` as a moment, in UTC where it names no zone.
func cutOffTime(_ text: String) throws(ValidationError) -> CivilTime {
  guard let time = CivilTime(text, as: .iso8601) else {
    throw ValidationError("--as-of \(text): allowed are \(CivilTime.iso8601Forms)")
  }
  let now = wallClock.now
  guard time.microseconds <= now else {
    throw ValidationError("--as-of \(text): is to come; allowed are times up to \(CivilTime(microseconds: now))")
  }
  return time
}

/// Refuses an `--as-of` of an import that is no time, or is to come by every clock of the world; which clock it goes by is
/// known only with the region.
func checkEnd(_ text: String) throws(ValidationError) {
  guard let time = CivilTime(text, as: .iso8601) else { _ = try cutOffTime(text); return }
  if time.microseconds > wallClock.now + RegionCalendar.day { _ = try cutOffTime(text) }
}

/// Refuses a number of days for which rows cannot be kept.
func checkHistoryDays(_ days: Int) throws(ValidationError) {
  let allowed = FolderDeclaration.allowedDays
  guard allowed.contains(days) else {
    throw ValidationError("--history-days \(days): allowed are \(allowed.lowerBound) to \(allowed.upperBound)")
  }
}
