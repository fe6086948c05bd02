import EngineFixtures
import EnrichmentSchema
import Personality
import Population
import Segments
import Testing
import WireFormat

@testable import Answers

@Suite("what a session knows", .timeLimit(.minutes(1)))
struct SessionModelTests {
  private let engine: PersonalityEngine
  private let prepared = PreparedSource(AnswerFixtures.source(SessionFixtures.prior()))

  init() throws { engine = try EditionFixtures.engine() }

  private func model(_ change: (inout Open) -> Void = { _ in }) throws -> SessionModel {
    var open = Open()
    change(&open)
    return try SessionModel(open, source: prepared, engine: engine)
  }

  @Test("tells changes relative to what was shown last, and nothing twice")
  func changes() throws {
    var model = try model()
    let whole = model.showWhole()
    #expect(model.showChanges() == SessionView())
    try model.count([SessionFixtures.checked(SessionFixtures.event("a", category: "event"))])
    let changed = model.showChanges()
    #expect(changed.realWorldBehavior?.communityEngagement?.sessionAdjusted == true)
    #expect(changed.marketSegmentMetadata == nil && whole.marketSegmentMetadata != nil)
    #expect(model.showChanges() == SessionView())
    #expect(model.showWhole().realWorldBehavior == changed.realWorldBehavior)
  }

  @Test("before anything was shown everything is a change")
  func first() throws {
    var (fresh, shown) = (try model(), try model())
    let whole = shown.showWhole()
    let changed = fresh.showChanges()
    #expect(changed.realWorldBehavior == whole.realWorldBehavior && changed.estimates == whole.estimates)
  }

  @Test("counts an event once")
  func once() throws {
    var model = try model()
    let event = try SessionFixtures.checked(SessionFixtures.event("a"))
    try model.count([event, event])
    try model.count([event])
    #expect(model.eventCount == 1)
  }

  @Test("two sessions on one release do not see each other's events")
  func apart() throws {
    var (one, other) = (try model(), try model())
    _ = (one.showWhole(), other.showWhole())
    try one.count([SessionFixtures.checked(SessionFixtures.event("a", category: "event"))])
    #expect(one.showChanges() != SessionView() && other.showChanges() == SessionView())
  }

  @Test("compares with what it was told last, and shows a product that is gone as an empty group")
  func context() throws {
    let product = sampleProduct(attributes: ["novelty_seeking": 0.9])
    var model = try model { $0.productQuantumState = product }
    #expect(model.showWhole().quantumCompatibility?.comparedDimensions == ["novelty_seeking"])
    model.compare(with: try SessionContext(ProductContext(), product: nil, engine: engine, path: "update_context"))
    let changed = model.showChanges()
    #expect(changed.quantumCompatibility == QuantumCompatibility())
    #expect(changed.realWorldBehavior == nil)
  }

  @Test("a product that cannot be is refused by the path of its message")
  func refused() throws {
    let wrong = sampleProduct(attributes: ["luck": 0.5])
    do {
      _ = try SessionContext(nil, product: wrong, engine: engine, path: "update_context")
      Issue.record("it was accepted")
    } catch RequestError.invalidArgument(let violations) {
      #expect(violations.first?.field.hasPrefix("update_context.product_quantum_state") == true)
    }
    #expect(throws: RequestError.self) { try model { $0.insights = ["horoscope"] } }
  }
}

@Suite("what a client has seen", .timeLimit(.minutes(1)))
struct ShownViewTests {
  private func view(_ value: Double) -> SessionView {
    var view = SessionView()
    var behavior = RealWorldBehavior()
    var measure = Measure()
    measure.value = value
    behavior.communityEngagement = measure
    view.realWorldBehavior = behavior
    var estimate = Estimate()
    estimate.confidence = value
    view.estimates["a"] = estimate
    view.estimates["b"] = Estimate()
    return view
  }

  @Test("an equal view is no change, a different one changes only what differs")
  func compared() {
    var shown = ShownView()
    let (first, second) = (shown.show(view(0.5)), shown.show(view(0.5)))
    #expect(first?.realWorldBehavior == view(0.5).realWorldBehavior && second == nil)
    let changed = shown.show(view(0.6))
    #expect(changed?.realWorldBehavior == view(0.6).realWorldBehavior && changed?.purchaseBehavior == nil)
    #expect(changed?.estimates.map(\.key) == ["a"])
  }

  @Test("a group that is gone is sent empty; one that was never there is not sent")
  func gone() {
    var shown = ShownView()
    let nothing = shown.show(SessionView())
    _ = shown.show(view(0.5))
    let (changed, after) = (shown.show(SessionView()), shown.show(SessionView()))
    #expect(nothing == nil && after == nil)
    #expect(changed?.realWorldBehavior == RealWorldBehavior() && changed?.marketingImplications == nil)
  }

  @Test("a view is remembered in a fraction of its size")
  func size() {
    #expect(MemoryLayout<ShownView>.size <= 64)
  }
}
