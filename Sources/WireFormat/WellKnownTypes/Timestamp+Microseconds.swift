extension GoogleProtobufTimestamp {
  /// A moment in microseconds since 1970 UTC.
  package init(microseconds: Int64) {
    self.init()
    let time = CivilTime(microseconds: microseconds)
    (seconds, nanos) = (time.seconds, time.nanoseconds)
  }

  /// The moment in microseconds since 1970 UTC, nanoseconds cut off; nil when it is not a valid timestamp of the
  /// years 1 to 9999.
  package var microseconds: Int64? {
    guard CivilTime.allowedSeconds.contains(seconds), (0...999_999_999).contains(nanos) else { return nil }
    return CivilTime(seconds: seconds, nanoseconds: nanos).microseconds
  }
}
