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
  guard let time = CivilTime(text, as: .rfc3339) else {
    throw ValidationError("--as-of \(text): expected RFC 3339 such as 2013-02-28T00:00:00Z")
  }
  return time
}
