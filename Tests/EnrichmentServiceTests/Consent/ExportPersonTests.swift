import EnrichmentRPC
import EnrichmentSchema
import Operations
import Population
import RPC
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("Showing a person what is held of them", .timeLimit(.minutes(5)))
struct ExportPersonTests {
  private func export(_ subject: String, of town: ConsentTown) async throws -> [PersonRecord] {
    var records: [PersonRecord] = []
    let call = try await town.client.exportPerson(ExportPersonRequest(subject), options: town.options())
    for try await part in call { records += part.records }
    return records
  }

  @Test("every row is there, in order, in words, in the time of the region, and nobody else's data")
  func everything() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      let records = try await export("ann", of: town)
      let counts = Dictionary(grouping: records, by: \.kind).mapValues(\.count)
      #expect(
        counts == [
          "registration": 1, "onboarding": 1, "consent": 5, "visit": 40, "share": 1, "adoption": 40, "connections": 1,
          "link": 1,
          "session": 2,
        ])
      let first = records.first { $0.kind == "visit" }
      #expect(first?.localTime == "2025-12-30 08:00 UTC")
      #expect(first?.text == "You visited a place of the kind coffee for 25 minutes, at about -6.17, 106.82.")
      #expect(first?.values["minutes"] == "25" && first?.values["latitude"] == "-6.17")
      #expect(records[0].text.contains("registered in region town (UTC)"))
      #expect(records[1].text == "You said of yourself, from 0 to 1: exploration eagerness 0.250.")
      #expect(records.contains { $0.text == "You agreed to behavior; written down by import." })
      let bob = try town.agent("bob").description
      #expect(records.allSatisfy { !$0.text.contains(bob) && !$0.values.map(\.value).contains(bob) })
      #expect(records.first { $0.kind == "connections" }?.text.contains("with 1 person;") == true)
      #expect(
        records.first { $0.kind == "session" }?.text.contains("partner acme held a session about you, with 1 event")
          == true)
    }
  }

  @Test("of who was forgotten it shows the pseudonym, the decisions and the deletion; of nobody it is NOT_FOUND")
  func forgotten() async throws {
    try await ConsentTown.run { town in
      try await town.settleAnn()
      _ = try await town.client.forget(ForgetRequest("ann"), options: town.options())
      let records = try await export("ann", of: town)
      #expect(Set(records.map(\.kind)) == ["registration", "consent", "deletion"])
      #expect(
        records[0].text.contains("not registered")
          && records.last?.text.contains("done at 2026-01-01 00:00 UTC") == true)
      let error = try await refusal { try await export("nobody", of: town) }
      #expect(error.code == .notFound)
    }
  }

  @Test("a link that was made and ended is there with both its times, in the export and beside the consent")
  func endedLink() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options()
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      var link = LinkRequest()
      (link.subject, link.partner, link.partnerSubject) = ("ann", "acme", "customer 7")
      _ = try await town.client.link(link, options: options)
      let made = town.time.now
      town.time.move(by: 3_600_000_000)
      var unlink = UnlinkRequest()
      (unlink.subject, unlink.partner, unlink.partnerSubject) = ("ann", "acme", "customer 7")
      _ = try await town.client.unlink(unlink, options: options)
      let told = try await town.client.getConsent(GetConsentRequest("ann"), options: options).links
      #expect(told.map(\.partner) == ["acme"] && told.first?.since?.microseconds == made)
      #expect(told.first?.until?.microseconds == town.time.now)
      let record = try #require(try await export("ann", of: town).first { $0.kind == "link" })
      #expect(record.text.contains("partner acme stood for you until 2026-01-01 01:00 UTC"))
      #expect(record.localTime == "2026-01-01 00:00 UTC" && record.values["until"] == "2026-01-01 01:00 UTC")
      #expect(!record.text.contains("customer 7"))
    }
  }
}
