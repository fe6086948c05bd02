import ArgumentParser
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import RPC
import WireFormat

struct PersonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person", abstract: "Registers people of SPOTS, sets and shows their consent, exports, forgets.",
    discussion: """
      Calls the consent service of a server with a key that was made for it:
      spots keys create --partner spotsapp --namespace spots --scopes consent:write,ingest:write
      """,
    subcommands: [Put.self, Consent.self, Export.self, Forget.self])

  /// Whom a command is about.
  struct Subject: ParsableArguments {
    @OptionGroup var server: ServerArguments
    @Argument(help: "What the application calls the person.")
    var subject: String

    /// Calls the consent service.
    func call<Answer>(
      _ work: (ConsentServiceClient, PartnerClient) async throws -> Answer
    ) async throws -> Answer {
      let client = try server.client()
      return try await failing { try await work(ConsentServiceClient(channel: client.channel), client) }
    }
  }

  struct Put: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Registers a person in a live region.")
    @OptionGroup var person: Subject
    @Option(help: "Id of the region, to which the person belongs from then on.")
    var region: String
    @Option(help: "Five years such as 25_30, or unknown.")
    var ageBand: String?

    func run() async throws {
      var request = PutPersonRequest()
      (request.subject, request.region, request.ageBand) = (person.subject, region, ageBand)
      let asked = request
      let answer = try await person.call { try await $0.putPerson(asked, options: $1.options()) }
      print("\(answer.created ? "registered" : "registered before") in \(answer.region), age band \(answer.ageBand)")
    }
  }

  struct Consent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sets what a person agrees to, and shows it with its history.")
    @OptionGroup var person: Subject
    @Option(help: ArgumentHelp("Purposes they agree to, apart by commas.", valueName: "a,b"))
    var grant = ""
    @Option(help: ArgumentHelp("Purposes they no longer agree to, apart by commas.", valueName: "a,b"))
    var withdraw = ""
    @Option(help: "Version of the text that the person was shown.")
    var policyVersion = ""

    func run() async throws {
      var change = SetConsentRequest()
      (change.subject, change.policyVersion) = (person.subject, policyVersion)
      change.grant = grant.split(separator: ",").map(String.init)
      change.withdraw = withdraw.split(separator: ",").map(String.init)
      var question = GetConsentRequest()
      question.subject = person.subject
      let (asked, whose) = (change, question)
      let answer = try await person.call { service, client in
        if !asked.grant.isEmpty || !asked.withdraw.isEmpty {
          _ = try await service.setConsent(asked, options: client.options())
        }
        return try await service.getConsent(whose, options: client.options())
      }
      print("agrees to: \(answer.granted.isEmpty ? "nothing" : answer.granted.joined(separator: ", "))")
      var table = TextColumns()
      for decision in answer.history {
        let time = decision.decidedAt.map { "\(CivilTime(seconds: $0.seconds))" } ?? "-"
        table.add(time, decision.purpose, decision.granted ? "granted" : "withdrawn", decision.setBy)
      }
      for link in answer.links {
        let until = link.until.map { " until \(CivilTime(seconds: $0.seconds))" } ?? ""
        table.add(
          link.since.map { "\(CivilTime(seconds: $0.seconds))" } ?? "-", "link", link.partner, "stands\(until)")
      }
      table.lines.forEach { print($0) }
    }
  }

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints all that is held of a person, in words.")
    @OptionGroup var person: Subject

    func run() async throws {
      var request = ExportPersonRequest()
      request.subject = person.subject
      let asked = request
      try await person.call { service, client in
        for try await part in try await service.exportPerson(asked, options: client.options(timeout: nil)) {
          for record in part.records {
            print(record.localTime.isEmpty ? record.text : "\(record.localTime)  \(record.text)")
          }
        }
      }
    }
  }

  struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Deletes all that is held of a person but a pseudonym and the consent history.")
    @OptionGroup var person: Subject

    func run() async throws {
      var request = ForgetRequest()
      request.subject = person.subject
      let asked = request
      let receipt = try await person.call { try await $0.forget(asked, options: $1.options(timeout: nil)) }.receipt
      let isDone = receipt?.finishedAt != nil
      print("receipt \(receipt?.receiptID ?? ""): \(isDone ? "done" : "under way; ask again for its end")")
      for kind in (receipt?.deleted ?? [:]).sorted(by: { $0.key < $1.key }) {
        print("  \(kind.value) \(kind.key.replacing("_", with: " ")) deleted")
      }
      (receipt?.remains ?? []).forEach { print("  remains: \($0)") }
    }
  }
}
