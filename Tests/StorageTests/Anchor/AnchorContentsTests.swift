import Cryptography
import Privacy
import Testing

@testable import Storage

/// A ledger of runs, each reserved and used.
func anchoredEntries(_ runs: ClosedRange<Int>, release: String = "rel") throws -> [LedgerEntry] {
  var ledger = BudgetLedger(
    cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000)), hasher: { SHA256.digest($0) })
  return try runs.flatMap { number -> [LedgerEntry] in
    let reservation = try ledger.reserve(
      "epoch-\(number)/\(release)_4aa222dc8188cd\(number)", family: "daily", policy: "default",
      charge: PrivacyCost(nanoRho: 1_465_968), year: 2026, at: 1_767_225_600_000_000 + Int64(number))
    let entry = reservation.entry
    return [entry, try ledger.use(reservation, at: 1_767_225_600_000_500)]
  }
}

@Suite("the bytes of a ledger's anchor", .timeLimit(.minutes(1)))
struct AnchorContentsTests {
  @Test("hold every entry of the ledger, and a year of them about 80 KB")
  func roundTrip() throws {
    var entries = try anchoredEntries(1...382)
    var ledger = BudgetLedger(cap: BudgetCap(perYear: .zero), hasher: { SHA256.digest($0) })
    for entry in entries { try ledger.replay(entry) }
    entries.append(try ledger.reopen("epoch-400/reopened", charge: PrivacyCost(nanoRho: 3), year: 2026, at: -1))
    entries.append(try ledger.bound(lifetimeNanoRho: 3_000_000_000, year: 2026, at: 7))
    let bytes = AnchorContents.bytes(of: entries, store: -5)
    let contents = try AnchorContents(bytes)
    #expect(contents.entries == entries && contents.store == -5)
    #expect(contents.end == bytes.count && !contents.isTorn)
    #expect((60_000..<100_000).contains(bytes.count), "\(bytes.count)")
  }

  @Test("cut anywhere read as the whole entries before the cut, and say that they are torn")
  func torn() throws {
    let entries = try anchoredEntries(1...2)
    let bytes = AnchorContents.bytes(of: entries, store: 7)
    let ends = (0...4).map { AnchorContents.bytes(of: Array(entries[..<$0]), store: 7).count }
    for length in 16...bytes.count {
      let contents = try AnchorContents(Array(bytes[..<length]))
      let whole = ends.lastIndex { $0 <= length } ?? 0
      #expect(contents.entries == Array(entries[..<whole]) && contents.end == ends[whole])
      #expect(contents.isTorn == (length != ends[whole]))
    }
    for length in 0..<16 {
      #expect(throws: AnchorContents.Damage.noHead) { try AnchorContents(Array(bytes[..<length])) }
    }
    // What a power cut leaves of a file that grew before it was written.
    let zeros = try AnchorContents(bytes + [UInt8](repeating: 0, count: 300))
    #expect(zeros.entries == entries && zeros.isTorn && zeros.end == bytes.count)
  }

  @Test("with any byte changed before the last entry are damaged, and are never read as something else")
  func damaged() throws {
    let entries = try anchoredEntries(1...2)
    let bytes = AnchorContents.bytes(of: entries, store: 7)
    let last = AnchorContents.bytes(of: Array(entries[..<3]), store: 7).count
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x41
      switch place {
      case ..<8: #expect(throws: AnchorContents.Damage.otherFile) { try AnchorContents(changed) }
      case ..<16: #expect(try AnchorContents(changed).store != 7)
      case ..<last: #expect(throws: AnchorContents.Damage.self) { try AnchorContents(changed) }
      default: #expect(try AnchorContents(changed).entries == Array(entries[..<3]))
      }
    }
  }
}
