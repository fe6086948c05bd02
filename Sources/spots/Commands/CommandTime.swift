import ArgumentParser
import Glibc
import Population
import WireFormat

/// The time of this machine.
let wallClock = TimeSource {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
}

/// Reads `--as-of`, the cut-off of a release.
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
