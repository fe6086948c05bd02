import Population
import GRDB
import Testing

@testable import Storage

@Suite("Consent", .timeLimit(.minutes(5)))
struct ConsentTests {
  private func event(_ purposes: ConsentSet, _ isGranted: Bool, at time: Int64) -> ConsentEvent {
    ConsentEvent(agent: agent(1), purposes: purposes, isGranted: isGranted, policyVersion: "1", at: time)
  }

  @Test("the newest event before the time decides, whatever order the events came in")
  func newestDecides() async throws {
    try await withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.recordConsent(
        [event(.behavior, false, at: 30), event([.behavior, .network], true, at: 10)], at: 50)
      try await store.recordConsent([event(.behavior, true, at: 20)], at: 60)
      let expected: [(Int64, ConsentSet)] = [
        (10, []), (11, [.behavior, .network]), (30, [.behavior, .network]), (31, .network), (Int64.max, .network),
      ]
      for (time, set) in expected { #expect(try await store.consent(of: agent(1), before: time) == set, "\(time)") }
    }
  }

  @Test("of two events at one time the later appended wins")
  func tie() async throws {
    try await withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.recordConsent([event(.network, true, at: 10), event(.network, false, at: 10)], at: 11)
      #expect(try await store.consent(of: agent(1), before: 11) == [])
      try await store.recordConsent([event(.network, true, at: 10)], at: 12)
      #expect(try await store.consent(of: agent(1), before: 11) == .network)
    }
  }

  @Test("P-17: nothing is agreed to by default, and an unknown person agrees to nothing")
  func optIn() async throws {
    try await withStore { store in
      try await store.addPeople(1...1, consents: [])
      #expect(try await store.consent(of: agent(1), before: .max) == [])
      #expect(try await store.consent(of: agent(2), before: .max) == [])
      let unknown = ConsentEvent(agent: agent(2), purposes: .all, isGranted: true, policyVersion: "1", at: 5)
      let error = await storeError { try await store.recordConsent([event(.network, true, at: 5), unknown], at: 5) }
      #expect(error == .notFound("person \(agent(2))"))
      #expect(try await store.consentHistory(of: agent(1)) == [])
    }
  }

  @Test("storing a person again grants what is new and withdraws nothing")
  func putAgain() async throws {
    try await withStore { store in
      try await store.addPeople(1...1, consents: .behavior)
      try await store.recordConsent([event(.behavior, false, at: 40)], at: 40)
      try await store.putPerson(
        Person(agent: agent(1), region: "testville", consents: .network, consentedAt: 50), policyVersion: "2", at: 50)
      #expect(try await store.consent(of: agent(1), before: .max) == .network)
      let history = try await store.consentHistory(of: agent(1))
      #expect(history.map(\.at) == [1, 40, 50])
      #expect(history.map(\.policyVersion) == ["1", "1", "2"])
    }
  }

  @Test("S-5: consent events refuse UPDATE, DELETE and REPLACE")
  func insertOnly() async throws {
    try await withStore { store in
      try await store.addPeople(1...1)
      for sql in [
        "UPDATE consent_events SET is_granted = 0", "DELETE FROM consent_events",
        "INSERT OR REPLACE INTO consent_events VALUES (1, 1, 1, 0, 'x', 1, 1)",
      ] {
        let error = await storeError { try await store.write { try $0.execute(sql: sql) } }
        #expect(error?.description.contains("insert-only") == true, "\(sql)")
      }
      #expect(try await store.consent(of: agent(1), before: .max) == .all)
    }
  }
}
