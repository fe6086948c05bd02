import EnrichmentSchema
import Population
import Privacy
import SamplerFixtures
import Testing

@testable import Answers
@testable import Measures
@testable import Personality
@testable import Releases

@Suite("session posteriors", .timeLimit(.minutes(1)))
struct SessionPosteriorTests {
  private func value(_ posterior: SessionPosterior, _ field: DailyField) throws -> Double {
    try #require(posterior.findings[field].quantity).value
  }

  @Test("without events, and for what no event speaks of, the release's numbers stand exactly")
  func noEvents() throws {
    let prior = SessionFixtures.prior()
    #expect(SessionPosterior(prior: prior).findings == prior)
    let viewed = try SessionFixtures.posterior([SessionFixtures.event("a", .productView, category: "")])
    #expect(viewed.findings == prior)
    let visited = try SessionFixtures.posterior([SessionFixtures.event("a")]).findings
    for field in [DailyField.influenceScore, .directConnections, .trendSetterScore, .communityDrivenPurchases] {
      #expect(visited[field] == prior[field])
    }
    #expect(visited[.explorationTendency] == prior[.explorationTendency], "the place is not known")
    #expect(visited[.communityEngagement] != prior[.communityEngagement])
  }

  @Test("the order of events does not matter, to the last bit")
  func order() throws {
    var source = SeededBitsForTesting(seed: 21)
    for _ in 0..<20 {
      let events = SessionFixtures.randomEvents(40, &source)
      var shuffled = events
      for index in shuffled.indices.dropFirst().reversed() {
        shuffled.swapAt(index, Int(source.next() % UInt64(index + 1)))
      }
      let straight = try SessionFixtures.posterior(events)
      let other = try SessionFixtures.posterior(shuffled)
      #expect(straight.findings == other.findings && straight.movedDimensions == other.movedDimensions)
    }
  }

  @Test("an event id counts once")
  func duplicates() throws {
    var source = SeededBitsForTesting(seed: 22)
    let events = SessionFixtures.randomEvents(30, &source)
    let once = try SessionFixtures.posterior(events)
    let twice = try SessionFixtures.posterior(events + events.reversed() + [events[0]])
    #expect(once.findings == twice.findings)
    #expect(twice.events == 30 && twice.duplicates == 31 && once.duplicates == 0)
  }

  @Test("rates are the mean of a Beta posterior that is updated event by event")
  func beta() throws {
    let prior = SessionFixtures.prior()
    var source = SeededBitsForTesting(seed: 23)
    for _ in 0..<20 {
      let visits = (0..<60).map { index in
        SessionFixtures.event("e\(index)", category: source.next() % 3 == 0 ? "work" : "nightlife") {
          $0.firstVisit = source.next() % 4 == 0
        }
      }
      var exploring = Beta(mean: try #require(prior[.explorationTendency].quantity).value)
      var engaging = Beta(mean: try #require(prior[.communityEngagement].quantity).value)
      for visit in visits {
        exploring.observe(visit.firstVisit ?? false)
        engaging.observe(visit.venueCategory == "nightlife")
      }
      let posterior = try SessionFixtures.posterior(visits)
      #expect(abs(try value(posterior, .explorationTendency) - exploring.mean) < 1e-12)
      #expect(abs(try value(posterior, .returnVisitRate) - (1 - exploring.mean)) < 1e-12)
      #expect(abs(try value(posterior, .communityEngagement) - engaging.mean) < 1e-12)
    }
  }

  @Test("visit lengths are the mean of a Dirichlet posterior and dwell a weighted mean")
  func dirichlet() throws {
    let minutes = [0, 5, 14.999, 15, 60, 60.001, 239, 240, 500, 1_440]
    let visits = minutes.enumerated().map { index, dwell in
      SessionFixtures.event("e\(index)") { $0.dwellMinutes = dwell }
    }
    let posterior = try SessionFixtures.posterior(visits)
    var weights = [0.15, 0.45, 0.40].map { 20 * $0 }
    for dwell in minutes { weights[dwell < 15 ? 0 : dwell <= 60 ? 1 : 2] += 1 }
    for (field, weight) in zip([DailyField.shortVisits, .mediumVisits, .longVisits], weights) {
      #expect(abs(try value(posterior, field) - weight / weights.reduce(0, +)) < 1e-12)
    }
    let mean = minutes.reduce(20.0 * 45) { $0 + min($1, 240) } / 30
    #expect(abs(try value(posterior, .averageDwellTime) - mean) < 1e-12)
  }

  @Test("the variance is that of prior and trials together, and the confidence may fall below one half")
  func variance() throws {
    let posterior = try SessionFixtures.posterior(
      (0..<5).map { index in SessionFixtures.event("e\(index)") { $0.firstVisit = true } })
    let quantity = try #require(posterior.findings[.explorationTendency].quantity)
    let x = (20 * 0.32 + 5) / 25
    #expect(abs(quantity.value - x) < 1e-12 && quantity.isSessionAdjusted)
    #expect(abs(quantity.standardError * quantity.standardError - (400 * 0.000_1 + 5 * x * (1 - x)) / 625) < 1e-12)
    #expect(quantity.confidence < 0.5 && posterior.findings[.explorationTendency].shown.quantity != nil)
    #expect(posterior.findings[.communityEngagement].quantity?.isSessionAdjusted == true)
  }

  @Test("exploration counts visits that say so and returns to places of the session")
  func exploration() throws {
    func visit(_ id: String, _ place: String?, first: Bool? = nil, hour: Int64) -> Event {
      SessionFixtures.event(id, at: SessionFixtures.now - hour * 3_600_000_000) {
        $0.placeID = place
        $0.firstVisit = first
      }
    }
    func trials(_ events: [Event]) throws -> (Int, Int) {
      var tally = PlaceTally()
      for event in events { tally.add(try SessionFixtures.checked(event)) }
      return (tally.successes, tally.trials)
    }
    #expect(try trials([visit("a", "p", hour: 5)]) == (0, 0), "the first one says nothing")
    #expect(try trials([visit("a", "p", hour: 5), visit("b", "p", hour: 4), visit("c", "p", hour: 3)]) == (0, 2))
    #expect(try trials([visit("c", "p", hour: 3), visit("a", "p", hour: 5)]) == (0, 1))
    #expect(try trials([visit("a", "p", first: true, hour: 5), visit("b", "p", hour: 4)]) == (1, 2))
    #expect(try trials([visit("b", "p", hour: 6), visit("a", "p", first: false, hour: 5)]) == (0, 1))
    #expect(try trials([visit("a", nil, hour: 1), visit("b", nil, hour: 2)]) == (0, 0))
    #expect(try trials([visit("a", nil, first: true, hour: 1)]) == (1, 1))
  }

  @Test("sharing is shares over experiences and never more than one")
  func sharing() throws {
    let shares = (0..<4).map { SessionFixtures.event("s\($0)", .share, category: "") }
    let told = try SessionFixtures.posterior(shares + [SessionFixtures.event("x", .experience)])
    #expect(abs(try value(told, .sharingTendency) - (20 * 0.68 + 1) / 21) < 1e-12)
    let alone = try SessionFixtures.posterior(shares)
    #expect(alone.findings[.sharingTendency] == alone.prior[.sharingTendency])
  }

  @Test("words move the state as a weighted mean of vectors, and only their dimensions")
  func state() throws {
    let events = [
      SessionFixtures.event("a", .productView, category: "") { $0.terms = ["calm", "loud", "stranger"] },
      SessionFixtures.event("b", .productView, category: "") { $0.terms = ["loud"] },
    ]
    let posterior = try SessionFixtures.posterior(events)
    #expect(posterior.movedDimensions == [.energyPreference, .crowdTolerance])
    let before = try #require(posterior.prior.state.value?[.energyPreference])
    let after = try #require(posterior.findings.state.value?[.energyPreference])
    let own = try [0.5, 0.9].map { try #require(PureQubit(.energyPreference, value: $0)) }
    #expect(abs(after.x - (20 * before.x + own[0].x + own[1].x) / 22) < 1e-12)
    #expect(abs(after.y - (20 * before.y + own[0].y + own[1].y) / 22) < 1e-12)
    #expect(posterior.findings.state.value?[.noveltySeeking] == posterior.prior.state.value?[.noveltySeeking])
    #expect(posterior.findings[.energyPreference].quantity?.isSessionAdjusted == true)
    #expect(posterior.findings[.noveltySeeking] == posterior.prior[.noveltySeeking])
    let quantity = try #require(posterior.findings[.energyPreference].quantity)
    let error = 0.01 * 0.01 + (1 - before.length * before.length) / 1_250
    let variance = (400 * error + 2 * (1 - after.length * after.length)) / (22 * 22)
    #expect(abs(quantity.standardError - variance.squareRoot() / (Double.pi * after.length)) < 1e-12)
  }

  @Test("derived fields follow and are marked")
  func derived() throws {
    let posterior = try SessionFixtures.posterior(
      (0..<30).map { index in SessionFixtures.event("e\(index)") { $0.firstVisit = true } })
    var fields = AnswerFields()
    let implications = try #require(ProductImplicationsAnswer.implications(posterior.findings, &fields))
    #expect(implications.likelyToReturnPurchase?.sessionAdjusted == true)
    #expect((implications.likelyToReturnPurchase?.value ?? 1) < 0.559)
    #expect(implications.prefersQualityOverPrice?.sessionAdjusted == false)
  }

  @Test("a withheld release number stays withheld, and becomes visible only where the release has one")
  func withheld() throws {
    var prior = SessionFixtures.prior()
    prior.fields[.communityEngagement] = .absent(Absence(.noSource, "none"))
    prior.fields[.explorationTendency] = .known(AnswerFixtures.quantity(0.3, error: 0.3))
    let events = [SessionFixtures.event("a") { $0.firstVisit = true }]
    let findings = try SessionFixtures.posterior(events, prior: prior).findings
    #expect(findings[.communityEngagement].absence?.reason == .noSource)
    #expect(prior[.explorationTendency].shown.quantity == nil)
    #expect(findings[.explorationTendency].shown.quantity != nil)
  }

  @Test("a session holds as many distinct events as it may and says so")
  func bounded() throws {
    let events = (0..<3).map { SessionFixtures.event("e\($0)") }
    var full = try SessionFixtures.posterior(events, limit: 3)
    #expect(try full.add(SessionFixtures.checked(events[1]), lexicon: ThreeWords()) == .duplicate)
    let before = full
    #expect(throws: SessionError.tooManyEvents(limit: 3)) {
      try full.add(SessionFixtures.checked(SessionFixtures.event("e9")), lexicon: ThreeWords())
    }
    #expect(full == before)
  }
}

/// A Beta distribution that is updated one trial at a time.
private struct Beta {
  var successes: Double
  var failures: Double

  init(mean: Double) {
    successes = 20 * mean
    failures = 20 * (1 - mean)
  }

  mutating func observe(_ success: Bool) {
    if success { successes += 1 } else { failures += 1 }
  }

  var mean: Double { successes / (successes + failures) }
}
