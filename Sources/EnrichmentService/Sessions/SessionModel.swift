import Answers
import Personality
import Segments
import EnrichmentSchema
import RPC

/// What a session knows: its segment's release as prior, its own events, and what the client has seen of both.
struct SessionModel: Sendable {
  /// The open message, with what changed since.
  private(set) var open: Open
  /// Identity of the release that is the prior.
  let releaseID: String
  /// Region of the segment that is answered.
  let region: String
  /// Epoch of the release.
  let epoch: Int64
  private var posterior: SessionPosterior
  private var views: SessionViewBuilder
  private var shown: SessionView
  private let lexicon: Lexicon

  /// A session without events.
  ///
  /// - Throws: `RequestError` for insights or a product that are not allowed.
  init(_ open: Open, source: AnswerSource, epoch: Int64, engine: PersonalityEngine) throws {
    let insights = try SessionInsights(open.insights, path: "open.insights")
    self.open = open
    self.epoch = epoch
    releaseID = source.provenance.releaseID
    region = source.segment.answered.region
    lexicon = engine.tables.lexicon
    posterior = SessionPosterior(prior: source.findings)
    views = SessionViewBuilder(
      source: source, insights: insights, engine: engine,
      product: try Self.product(open.productQuantumState, lexicon, path: "open.product_quantum_state"),
      hasProductContext: open.productContext != nil)
    shown = views.snapshot(posterior)
  }

  /// The whole view as it is now.
  var snapshot: SessionView { shown }
  /// Distinct events.
  var eventCount: Int { posterior.events }

  /// Counts events and answers the groups that changed.
  mutating func apply(_ events: [CheckedEvent]) throws -> SessionView {
    for event in events { _ = try posterior.add(event, lexicon: lexicon) }
    return show()
  }

  /// Compares with another product from now on; the next update shows it.
  mutating func updateContext(_ context: UpdateContext) throws {
    try context.productContext?.check(path: "update_context.product_context")
    views.product = try Self.product(
      context.productQuantumState, lexicon, path: "update_context.product_quantum_state")
    views.hasProductContext = context.productContext != nil
    open.productContext = context.productContext
    open.productQuantumState = context.productQuantumState
  }

  private mutating func show() -> SessionView {
    let view = views.snapshot(posterior)
    defer { shown = view }
    return view.changes(since: shown) ?? SessionView()
  }

  private static func product(
    _ message: ProductQuantumState?, _ lexicon: Lexicon, path: String
  ) throws -> ProductState? {
    guard let message else { return nil }
    do {
      return try ProductState(message, lexicon: lexicon)
    } catch {
      throw RequestError.invalidArgument(error.at(path))
    }
  }
}
