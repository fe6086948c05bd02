import EnrichmentRPC
import EnrichmentSchema
import Population
import RPC
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("Recording what partners' customers do", .timeLimit(.minutes(5)))
struct LinkedRecordingTests {
  private func withTown(_ body: (RecordingTown) async throws -> Void) async throws {
    let town = try await RecordingTown()
    defer { town.stop() }
    try await body(town)
  }

  private func link(_ customer: String, of partner: String = "acme", with subject: String, in town: RecordingTown)
    async throws -> Bool
  {
    var request = LinkRequest()
    (request.subject, request.partner, request.partnerSubject) = (subject, partner, customer)
    return try await town.asApplication { try await $0.link(request, options: $1).created }
  }

  private func unlink(_ customer: String, of partner: String = "acme", from subject: String, in town: RecordingTown)
    async throws -> Int64
  {
    var request = UnlinkRequest()
    (request.subject, request.partner, request.partnerSubject) = (subject, partner, customer)
    return try await town.asApplication { try await $0.unlink(request, options: $1).deleted }
  }

  /// The number of visits of each person.
  private func visits(in town: RecordingTown) async throws -> [String: Int] {
    try await town.people().mapValues(\.visits.count)
  }

  @Test("a link made on one connection is felt by the next call on another, and so are its end and a withdrawal")
  func felt() async throws {
    try await withTown { town in
      let key = try await town.key(namespace: "")
      _ = try await town.record(1, of: "customer", at: "mall", key: key, prefix: "a")
      #expect(try await link("customer", with: "1", in: town))
      _ = try await town.record(2, of: "customer", at: "mall", key: key, prefix: "b")
      #expect(try await visits(in: town) == ["1": 11, "2": 12, "3": 12])
      var withdrawal = SetConsentRequest("1", withdraw: ["behavior"])
      _ = try await town.asApplication { try await $0.setConsent(withdrawal, options: $1) }
      _ = try await town.record(3, of: "customer", at: "mall", key: key, prefix: "c")
      (withdrawal.withdraw, withdrawal.grant) = ([], ["behavior"])
      _ = try await town.asApplication { try await $0.setConsent(withdrawal, options: $1) }
      #expect(try await visits(in: town) == ["1": 11, "2": 12, "3": 12])
      #expect(try await unlink("customer", from: "1", in: town) == 2)
      _ = try await town.record(4, of: "customer", at: "mall", key: key, prefix: "d")
      #expect(try await visits(in: town) == ["1": 9, "2": 12, "3": 12])
    }
  }

  @Test("what a partner is answered is the same of a linked customer and of any other, resends too")
  func untold() async throws {
    try await withTown { town in
      let key = try await town.key(namespace: "")
      #expect(try await link("agreed", with: "1", in: town))
      #expect(try await link("refused", with: "3", in: town))
      var answers: Set<[UInt8]> = []
      for (index, subject) in ["agreed", "refused", "nobody", "1", "3"].enumerated() {
        let first = try await town.record(3, of: subject, at: "mall", key: key, prefix: "\(index)-")
        let again = try await town.record(4, of: subject, at: "mall", key: key, prefix: "\(index)-")
        answers.insert(first.serializedBytes() + again.serializedBytes())
      }
      #expect(answers.count == 1)
      #expect(try await visits(in: town) == ["1": 13, "2": 12, "3": 12])
    }
  }

  @Test("links are of one partner, and what cannot be linked is refused with its reason")
  func refusals() async throws {
    try await withTown { town in
      #expect(try await link("customer", of: "other", with: "1", in: town))
      _ = try await town.record(2, of: "customer", at: "mall", key: town.key(namespace: ""))
      #expect(try await visits(in: town)["1"] == 9)
      #expect(try await !link("customer", of: "other", with: "1", in: town))
      let cases: [(String, String, String, StatusCode, String)] = [
        ("customer", "other", "2", .failedPrecondition, "linked with another person"),
        ("customer", "acme", "nobody", .notFound, "not registered"),
        ("", "acme", "1", .invalidArgument, "partner_subject is empty; allowed: 1 to 256 bytes"),
        ("customer", "Acme", "1", .invalidArgument, "partner is \"Acme\"; allowed: 3 to 32 of a-z and 0-9"),
        ("customer", "acme", "", .invalidArgument, "subject is empty; allowed: 1 to 256 bytes"),
      ]
      for (customer, partner, subject, code, words) in cases {
        let error = try await refusal { try await link(customer, of: partner, with: subject, in: town) }
        #expect(error.code == code && error.message.contains(words), "\(error)")
      }
      let error = try await refusal { try await unlink("customer", of: "other", from: "2", in: town) }
      #expect(error.code == .notFound && error.reason == "NOT_LINKED")
    }
  }
}
