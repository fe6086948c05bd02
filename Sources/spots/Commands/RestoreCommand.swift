import ArgumentParser
import Operations
import Privacy
import Storage
import StorageSQLite

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a copy of a database in the place of a store's, and keeps the ledger.",
    discussion: """
      The privacy ledger goes on with whatever its anchor has more than the copy: nothing that was spent comes back. \
      Whoever was forgotten since the copy was made is forgotten in it too. What else was stored since the copy was made is lost. The secret beside the store, DATABASE.pepper, must be there. \
      Needs the store alone: stop its server first.
      """)
  @OptionGroup var store: StoreArguments
  @Option(help: "The copy: a database file, with its log FILE-wal beside it if it has one.")
  var from: String
  @Option(help: ArgumentHelp("A directory with a copy of the ledger's anchor.", valueName: "dir"))
  var anchor: [String] = []
  @OptionGroup var confirmation: Confirmation

  func run() async throws {
    try await failing {
      let restoration = try await Restoration(
        of: from, to: StoreLocation(store.store), engine: .sqlite, anchors: anchor, clock: wallClock)
      do {
        try confirmation.ask(Self.consequences(of: restoration).joined(separator: "\n"))
        try restoration.carryOut()
      } catch {
        restoration.giveUp()
        throw error
      }
      let spent = try await store.withStore(anchors: anchor) {
        try await $0.store.ledger(cap: PrivacyPolicy.default.cap).spentInAllYears
      }
      print("restored \(store.store) from \(from); \(spent) nano-rho are spent in all years")
    }
  }

  private static func consequences(of restoration: Restoration) -> [String] {
    let plan = restoration.plan
    var lines = [
      "The copy has \(plan.copiedEntries) entries of the ledger with charges of \(plan.copiedNanoRho) nano-rho."
    ]
    if let doubt = plan.doubt {
      lines.append("The accounting year will be closed: \(doubt). `spots ledger reopen` says how to go on.")
    } else if plan.takenEntries > 0 {
      lines.append(
        "It takes \(plan.takenEntries) further ones, \(plan.takenNanoRho) nano-rho, from the anchor and goes on after epoch "
          + "\(plan.newestEpoch): nothing that was spent comes back.")
    } else {
      lines.append("They are the whole ledger; it goes on after epoch \(plan.newestEpoch).")
    }
    if let unreadable = restoration.unreadable {
      lines.append(
        "The store in its place cannot be read (\(unreadable)): what its ledger has more than its anchor is lost.")
    }
    return lines + [
      "Everything else that was stored since the copy was made is lost for good: people, visits, releases, sessions, keys.",
      Self.forgotten(restoration),
      "Keys that were revoked since are valid again, and people who withdrew since are as they were: "
        + "revoke and withdraw again before the server starts.",
    ]
  }

  private static func forgotten(_ restoration: Restoration) -> String {
    guard restoration.knowsForgotten else {
      return
        "There is no store in its place that tells who was forgotten since the copy was made: they are as they were; "
        + "forget again before the server starts."
    }
    let count = restoration.plan.forgottenAgain
    return "People who were forgotten since the copy was made are forgotten in it too: \(count)."
  }
}
