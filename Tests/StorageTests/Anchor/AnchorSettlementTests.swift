import Privacy
import Testing

@testable import Storage

@Suite("a database's ledger and its anchors", .timeLimit(.minutes(1)))
struct AnchorSettlementTests {
  private func anchor(_ entries: [LedgerEntry]) throws -> AnchorFile.Found {
    .anchor(try AnchorContents(AnchorContents.bytes(of: entries, store: 1)))
  }

  private func settle(
    _ database: [LedgerEntry], _ found: AnchorFile.Found..., hasRuns: Bool = false
  ) -> AnchorSettlement {
    AnchorSettlement(
      database: database, hasRuns: hasRuns, anchors: found.enumerated().map { ("anchor\($0.offset)", $0.element) })
  }

  @Test("whichever is longer goes on, and the database takes what it lacks")
  func longest() throws {
    let whole = try anchoredEntries(1...4)
    for (database, anchored) in [(2, 8), (8, 2), (8, 8), (0, 8), (0, 0), (3, 4)] {
      let settled = settle(Array(whole[..<database]), try anchor(Array(whole[..<anchored])))
      #expect(settled.doubt == nil && settled.ledger == Array(whole[..<max(database, anchored)]))
      #expect(settled.taken == Array(whole[min(database, settled.ledger.count)..<settled.ledger.count]))
    }
    let settled = settle(Array(whole[..<2]), try anchor(Array(whole[..<3])), try anchor(Array(whole[..<6])))
    #expect(settled.ledger == Array(whole[..<6]) && settled.doubt == nil)
  }

  @Test("a fork is doubt, and what the anchor has more is known to be lost")
  func fork() throws {
    let first = try anchoredEntries(1...3)
    let second = try anchoredEntries(1...2) + anchoredEntries(3...3, release: "other")
    let forked = settle(first, try anchor(try anchoredEntries(1...3, release: "other")))
    #expect(forked.doubt?.reason.contains("from entry 2026/1 on") == true)
    #expect(forked.doubt?.lost.count == 6 && forked.taken.isEmpty && forked.ledger == first)
    #expect(settle(first, try anchor(second)).doubt != nil)
  }

  @Test(
    "without an anchor that is of use a database with charges, or with runs that somebody must have paid, is in doubt",
    arguments: [AnchorFile.Found.nothing, .otherStore, .damaged("anchor0 is damaged at byte 7")])
  func unanchored(found: AnchorFile.Found) throws {
    let charged = settle(try anchoredEntries(1...1), found)
    #expect(charged.doubt?.reason.hasPrefix("anchor0") == true && charged.taken.isEmpty)
    #expect(settle([], found, hasRuns: true).doubt != nil)
    #expect(settle([], found).doubt == nil)
    let copied = settle(try anchoredEntries(1...1), found, try anchor(try anchoredEntries(1...2)))
    #expect(copied.doubt == nil && copied.taken.count == 2)
  }

  @Test("entries that were changed are doubt, in the anchor and in the database")
  func changed() throws {
    var entries = try anchoredEntries(1...2)
    let whole = entries
    entries[0].charge.nanoRho = 1
    #expect(settle([], try anchor(entries)).doubt != nil)
    #expect(settle(entries, try anchor(whole)).doubt?.reason.contains("of the database do not follow") == true)
  }
}
