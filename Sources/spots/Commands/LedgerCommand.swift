import ArgumentParser
import Operations
import Population
import Privacy
import Storage

struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Bounds the privacy ledger over all years, or opens a year that is closed.",
    subcommands: [Limit.self, Reopen.self])

  struct Limit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bounds what may be spent over all years; then releases end for good.",
      discussion: """
        A promise to the people in the store: the bound can be lowered later, never raised or taken away, and stands in \
        `spots privacy statement --store` and `spots budget`. Needs the store alone: stop its server first.
        """)
    @OptionGroup var store: StoreArguments
    @Option(help: "rho over all years, such as 3; at least what is spent, in steps of a billionth.")
    var lifetimeRho: Double
    @OptionGroup var confirmation: Confirmation

    func validate() throws {
      guard lifetimeRho >= 0, lifetimeRho < 9e9 else {
        throw ValidationError("--lifetime-rho \(lifetimeRho): allowed are 0 to 9000000000, without the end")
      }
    }

    func run() async throws {
      let nanoRho = Int64((lifetimeRho * 1e9).rounded())
      try await failing {
        try await store.withStore { opened in
          let ledger = try await opened.store.ledger(cap: PrivacyPolicy.default.cap)
          try confirmation.ask(
            "\(ledger.spentInAllYears) nano-rho are spent in all years. A bound of \(nanoRho) can never be raised again."
          )
          try await opened.store.boundLifetime(nanoRho: nanoRho, at: wallClock.now)
        }
        print("all years: at most \(nanoRho) nano-rho are spent, then nothing more is released")
      }
    }
  }

  struct Reopen: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens a year that is closed because database and anchor do not fit together.",
      discussion: """
        What is charged then may come on top of charges that nobody knows of any more: put the right files back instead, \
        where you can. The ledger says for good that it was done. Needs the store alone: stop its server first.
        """)
    @OptionGroup var store: StoreArguments
    @OptionGroup var confirmation: Confirmation

    func run() async throws {
      try await failing {
        let year = try await store.withStore { opened in
          guard let closure = opened.store.ledgerClosure else {
            throw failure("no year is closed; nothing was changed", code: 69)
          }
          let ledger = try await opened.store.ledger(cap: PrivacyPolicy.default.cap)
          try confirmation.ask(
            "\(closure.year) is closed: \(closure.reason). The database knows of \(ledger.spent(in: closure.year).nanoRho) "
              + "nano-rho that are spent in it; what else was, people may lose once more.")
          try await opened.store.reopenLedger(at: wallClock.now)
          return closure.year
        }
        print("\(year) is open again; the ledger says so, and its anchor begins anew")
      }
    }
  }
}
