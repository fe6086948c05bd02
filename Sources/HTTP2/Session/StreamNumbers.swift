/// Which numbers the streams of a client have had.
///
/// The first use of a number closes all lower ones that were never used (RFC 9113 section 5.1.1). Clients leave none
/// out, so that a few ranges are enough to tell those from streams that have ended; numbers beyond that are taken for
/// ended ones, whose frames are dropped.
struct StreamNumbers {
  private static let maxSkipped = 16
  private var highest: Int32 = 0
  private var skipped: [ClosedRange<Int32>] = []

  /// Notes a HEADERS frame on the stream `id`; true when it was skipped before and so must not be opened any more.
  mutating func isUnexpected(_ id: Int32) -> Bool {
    // Even numbers and zero are the library's to refuse.
    guard id & 1 == 1 else { return false }
    guard id > highest else { return skipped.contains { $0.contains(id) } }
    if id > highest + (highest == 0 ? 1 : 2), skipped.count < Self.maxSkipped {
      skipped.append(highest + 1...id - 1)
    }
    highest = id
    return false
  }
}
