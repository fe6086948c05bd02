import EnrichmentSchema
import Releases
import Testing
import WireFormat

@testable import Answers
@testable import Personality
@testable import Population
@testable import Segments

@Suite("session views", .timeLimit(.minutes(1)))
struct SessionViewTests {
  private let builder: SessionViewBuilder

  init() throws {
    builder = SessionViewBuilder(
      source: AnswerFixtures.source(SessionFixtures.prior()), insights: try SessionInsights([]),
      engine: PersonalityEngine(tables: try .published(), knots: KnotCache()))
  }

  @Test("before any event the view is what the unary calls answer")
  func snapshot() throws {
    let view = builder.snapshot(SessionPosterior(prior: SessionFixtures.prior()))
    let source = AnswerFixtures.source(SessionFixtures.prior())
    let behavior = try Checked.behavior(from: source)
    let influence = try Checked.influence(from: source)
    #expect(view.realWorldBehavior == behavior.realWorldBehavior)
    #expect(view.productImplications == behavior.productImplications)
    #expect(view.communityInfluencePatterns == influence.communityInfluencePatterns)
    #expect(view.purchaseBehavior == influence.purchaseBehavior)
    #expect(view.marketingImplications == influence.marketingImplications)
    #expect(view.estimates == behavior.estimates.merging(influence.estimates) { first, _ in first })
    #expect(view.personalityProfile?.sessionAdjusted == false && view.marketSegmentMetadata?.releaseID == "r7")
    let validator = ConsistencyValidator(now: AnswerFixtures.cutOff, findings: SessionFixtures.prior())
    #expect(validator.violations(in: view) == [])
  }

  @Test("an update holds the groups that changed and nothing else")
  func changes() throws {
    let empty = SessionPosterior(prior: SessionFixtures.prior())
    let before = builder.snapshot(empty)
    var shown = ShownView()
    let (first, second) = (shown.show(before), shown.show(before))
    #expect(first?.realWorldBehavior == before.realWorldBehavior && second == nil)
    let shared = try SessionFixtures.posterior(
      [SessionFixtures.event("a", .experience), SessionFixtures.event("b", .share, category: "")])
    let change = shown.show(builder.snapshot(shared))
    let update = try #require(change)
    #expect(update.purchaseBehavior?.socialSharingTendency?.sessionAdjusted == true)
    #expect(update.marketingImplications != nil && update.realWorldBehavior == nil)
    #expect(update.productImplications == nil && update.communityInfluencePatterns == nil)
    #expect(update.personalityProfile == nil && update.marketSegmentMetadata == nil)
    #expect(update.estimates.keys.allSatisfy { before.estimates[$0] != update.estimates[$0] })
  }

  @Test("views of a session with many events stay consistent")
  func consistent() throws {
    let events = (0..<50).map { index in
      SessionFixtures.event("e\(index)", category: index % 2 == 0 ? "event" : "work") {
        $0.firstVisit = index % 3 == 0
        $0.dwellMinutes = Double(index * 5)
        $0.terms = ["loud", "new"]
      }
    }
    let posterior = try SessionFixtures.posterior(events)
    let validator = ConsistencyValidator(now: AnswerFixtures.cutOff, findings: posterior.findings)
    let view = builder.snapshot(posterior)
    #expect(validator.violations(in: view) == [])
    #expect(view.personalityProfile?.sessionAdjusted == true)
    let summary = SessionSummary(sessionID: "s", posterior: posterior, updates: 9, releaseID: "r7")
    #expect(summary.events == 50 && summary.duplicates == 0 && summary.updates == 9 && summary.releaseID == "r7")
  }

  @Test("an uncertain dimension becomes visible when events speak of it, and only that one")
  func uncertainDimensions() throws {
    var prior = SessionFixtures.prior()
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases { qubits[dimension] = Qubit(x: 0, y: 0.8, noise: 0.3) }
    let state = SegmentState(qubits, people: 1_250)
    prior.state = .released(state)
    for dimension in Dimension.allCases { prior.dimensions[dimension] = Finding(dimension, of: state, scope: "") }
    let event = SessionFixtures.event("a", .productView, category: "") { $0.terms = ["new"] }
    let view = builder.snapshot(try SessionFixtures.posterior([event], prior: prior))
    let shown = (view.personalityProfile?.dimensions ?? [:]).filter { $0.value.value != nil }.map(\.key)
    #expect(shown == ["novelty_seeking"])
  }

  @Test("a session shows the insights it was opened for")
  func insights() throws {
    let some = SessionViewBuilder(
      source: builder.source, insights: try SessionInsights(["viral_potential", "personality_profile"]),
      engine: builder.engine)
    let view = some.snapshot(SessionPosterior(prior: SessionFixtures.prior()))
    #expect(view.purchaseBehavior?.viralPotential != nil && view.personalityProfile != nil)
    #expect(view.realWorldBehavior == nil && view.marketingImplications == nil && view.productImplications == nil)
    var selling = some
    selling.hasProductContext = true
    #expect(selling.snapshot(SessionPosterior(prior: SessionFixtures.prior())).productImplications != nil)
    #expect(throws: RequestError.self) { try SessionInsights(["horoscope"]) }
  }
}
