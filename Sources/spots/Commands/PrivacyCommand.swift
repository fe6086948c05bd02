import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Foundation
import Operations
import Privacy
import Releases

struct PrivacyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "privacy", abstract: "Says what is promised to the people in a store.", subcommands: [Statement.self])

  struct Statement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints what a policy promises, after the fields of NIST SP 800-226.",
      discussion:
        "Needs no store; with --store it adds what the ledger of that one has spent, and its bound over all years.")
    @Option(help: "default, research or affinity.")
    var policy = "default"
    @Option(help: "A store, sqlite:PATH, whose ledger is shown too.")
    var store: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
      guard let named = PrivacyPolicy.named(policy) else {
        let names = PrivacyPolicy.all.map(\.name).joined(separator: ", ")
        throw ValidationError("--policy \"\(policy)\": allowed are \(names)")
      }
      let spent = try await spent()
      try show(try PrivacyStatement(of: named, lifetimeNanoRho: spent?.lifetimeNanoRho), spent)
    }

    private func spent() async throws -> GetLedgerResponse? {
      guard let store else { return nil }
      let arguments = try StoreArguments.parse(["--store", store])
      return try await failing {
        try await arguments.withAdmin(
          direct: { try await $0.budget(GetLedgerRequest()) }, server: { try await $0.getLedger(GetLedgerRequest()) })
      }
    }

    private func show(_ statement: PrivacyStatement, _ spent: GetLedgerResponse? = nil) throws {
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let shown = Shown(statement: statement, spent: spent.map(Spent.init))
        return print(String(decoding: try encoder.encode(shown), as: UTF8.self))
      }
      statement.lines.forEach { print($0) }
      if let spent {
        print("Spent in \(spent.year): \(spent.spentNanoRho) of \(spent.capNanoRho) nano-rho")
        print("Spent in all years: \(spent.spentInAllYearsNanoRho) nano-rho")
      }
    }
  }

  private struct Shown: Encodable {
    let statement: PrivacyStatement
    let spent: Spent?
  }

  private struct Spent: Encodable {
    let year: Int32
    let nanoRho: Int64
    let capNanoRho: Int64
    let nanoRhoInAllYears: Int64
    let lifetimeNanoRho: Int64?

    init(_ response: GetLedgerResponse) {
      (year, nanoRho, capNanoRho) = (response.year, response.spentNanoRho, response.capNanoRho)
      (nanoRhoInAllYears, lifetimeNanoRho) = (response.spentInAllYearsNanoRho, response.lifetimeNanoRho)
    }
  }
}
