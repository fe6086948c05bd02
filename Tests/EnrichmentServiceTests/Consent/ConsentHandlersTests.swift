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

@Suite("Registering people and their consent", .timeLimit(.minutes(5)))
struct ConsentHandlersTests {
  @Test("a person is registered once; what is said again changes nothing, what is said anew replaces")
  func putPerson() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options()
      let first = try await town.client.putPerson(PutPersonRequest("ann", ageBand: "25_30"), options: options)
      #expect(first.created && first.region == "town" && first.ageBand == "25_30" && first.granted.isEmpty)
      let again = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      #expect(!again.created && again.ageBand == "25_30")
      var anew = PutPersonRequest("ann", ageBand: "30_35")
      anew.onboarding = EnrichmentSchema.Onboarding()
      anew.onboarding?.dimensions["exploration_eagerness"] = 0.25
      #expect(try await town.client.putPerson(anew, options: options).ageBand == "30_35")
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      let people = try await town.store.people(of: "town")
      let person = try #require(people.first?.person)
      let ann = try town.agent("ann")
      #expect(people.count == 1 && person.agent == ann && person.ageBand.name == "30_35")
      #expect(person.statedDimensions.first == 250_000 && person.statedDimensions.dropFirst().allSatisfy { $0 == nil })
      #expect(person.answeredAt == town.time.now && person.consents == [])
    }
  }

  @Test("a region there is not, an archived one and another than the person's are refused, each with its reason")
  func regions() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options()
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      let cases: [(PutPersonRequest, StatusCode, String)] = [
        (PutPersonRequest("bob", region: "city"), .notFound, "no region \"city\"; there are: past, town, village"),
        (PutPersonRequest("bob", region: "past"), .failedPrecondition, "region past is archived"),
        (PutPersonRequest("ann", region: "village"), .failedPrecondition, "registered in region town"),
        (PutPersonRequest("bob", region: "To wn"), .invalidArgument, "region is \"To wn\""),
        (PutPersonRequest("", region: "town"), .invalidArgument, "subject is empty; allowed: 1 to 256 bytes"),
        (PutPersonRequest("bob", ageBand: "25-30"), .invalidArgument, "age_band is \"25-30\"; allowed: five years"),
      ]
      for (request, code, words) in cases {
        let error = try await refusal { try await town.client.putPerson(request, options: options) }
        #expect(error.code == code && error.message.contains(words), "\(error)")
      }
      #expect(try await town.store.people(of: "town").count == 1)
    }
  }

  @Test("consent is written down per purpose, with who did; what stands already adds nothing")
  func setConsent() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options()
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      let asked = SetConsentRequest("ann", grant: ["behavior", "affinity"])
      let first = try await town.client.setConsent(asked, options: options)
      #expect(first.granted == ["behavior", "affinity"] && first.added.map(\.purpose) == ["behavior", "affinity"])
      #expect(try await town.client.setConsent(asked, options: options).added.isEmpty)
      town.time.move(by: 1_000_000)
      let mixed = SetConsentRequest("ann", grant: ["network"], withdraw: ["behavior", "experiments"])
      #expect(try await town.client.setConsent(mixed, options: options).granted == ["network", "affinity"])
      let answer = try await town.client.getConsent(GetConsentRequest("ann"), options: options)
      #expect(answer.region == "town" && answer.granted == ["network", "affinity"] && !answer.hasMore)
      #expect(
        answer.history.map { "\($0.purpose) \($0.granted)" } == [
          "behavior false", "network true", "behavior true", "affinity true",
        ])
      #expect(answer.history.allSatisfy { $0.setBy.hasPrefix("key ") && $0.setBy.hasSuffix(" of acme") })
      #expect(answer.history.allSatisfy { $0.policyVersion == "terms-1" })
      #expect(answer.history.first?.decidedAt?.microseconds == town.time.now)
    }
  }

  @Test("what is decided later decides, also under a clock that went back")
  func clockBack() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options()
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      _ = try await town.client.setConsent(SetConsentRequest("ann", grant: ["behavior"]), options: options)
      let granted = town.time.now
      town.time.move(by: -2 * RegionCalendar.day)
      let answer = try await town.client.setConsent(SetConsentRequest("ann", withdraw: ["behavior"]), options: options)
      #expect(answer.granted.isEmpty)
      #expect(answer.added.first?.decidedAt?.microseconds == granted)
      #expect(answer.added.first?.recordedAt?.microseconds == town.time.now)
      #expect(try await town.client.getConsent(GetConsentRequest("ann"), options: options).granted.isEmpty)
    }
  }

  @Test("consent of nobody is NOT_FOUND; a purpose there is not, none and one both ways are refused")
  func refused() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options()
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: options)
      let cases: [(SetConsentRequest, StatusCode, String)] = [
        (SetConsentRequest("bob", grant: ["behavior"]), .notFound, "not registered; PutPerson registers them"),
        (SetConsentRequest("ann", grant: ["all"]), .invalidArgument, "grant[0] is \"all\"; allowed: behavior, "),
        (SetConsentRequest("ann"), .invalidArgument, "at least one purpose"),
        (
          SetConsentRequest("ann", grant: ["network"], withdraw: ["network"]), .invalidArgument,
          "withdraw is \"network\"; allowed: purposes that are not granted too"
        ),
      ]
      for (request, code, words) in cases {
        let error = try await refusal { try await town.client.setConsent(request, options: options) }
        #expect(error.code == code && error.message.contains(words), "\(error)")
      }
      let error = try await refusal { try await town.client.getConsent(GetConsentRequest("bob"), options: options) }
      #expect(error.code == .notFound)
      #expect(try await town.client.getConsent(GetConsentRequest("ann"), options: options).history.isEmpty)
    }
  }

  @Test("a subject is one of SPOTS, or of the namespace that the key was made for")
  func namespaces() async throws {
    try await ConsentTown.run { town in
      _ = try await town.client.putPerson(PutPersonRequest("ann"), options: town.options())
      let spots = try await town.options(namespace: "spots")
      #expect(try await town.client.getConsent(GetConsentRequest("ann"), options: spots).region == "town")
      let other = try await town.options(namespace: "othertown")
      let error = try await refusal { try await town.client.getConsent(GetConsentRequest("ann"), options: other) }
      #expect(error.code == .notFound)
    }
  }

  @Test("no key may do this that was not made for it")
  func scope() async throws {
    try await ConsentTown.run { town in
      let options = try await town.options(scopes: Scope.ofNewKey)
      let error = try await refusal { try await town.client.getConsent(GetConsentRequest("ann"), options: options) }
      #expect(error.code == .permissionDenied && error.message.contains("consent:write"))
    }
  }
}
