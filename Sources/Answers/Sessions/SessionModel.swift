package import EnrichmentSchema
import Personality
package import Segments

/// What a session compares its segment with.
package struct SessionContext: Sendable {
  /// The product; nil without one.
  let product: ProductState?
  /// Whether something is being sold, which asks for the product implications too.
  let hasProductContext: Bool
  /// Paths of what was said of both without changing anything.
  package let ignoredInputs: [String]

  /// Reads the context of a session.
  ///
  /// - Parameter path: path of the message that holds both, for violations.
  /// - Throws: `RequestError` for a product or a context that is not allowed.
  package init(
    _ context: ProductContext?, product message: ProductQuantumState?, engine: PersonalityEngine, path: String
  ) throws(RequestError) {
    try context?.check(path: "\(path).product_context")
    hasProductContext = context != nil
    ignoredInputs = IgnoredInputs.of(context, message, path: path)
    guard let message else {
      product = nil
      return
    }
    do throws(ProductStateError) {
      product = try ProductState(message, lexicon: engine.tables.lexicon)
    } catch {
      throw .invalidArgument(error.at("\(path).product_quantum_state"))
    }
  }
}

/// What a session knows: its segment's release as prior, its own events, and what the client has seen of both.
///
/// What comes from the release is shared with every other session on it; of what the client has seen only the
/// fingerprints are kept.
package struct SessionModel: Sendable {
  private let prepared: PreparedSource
  private let engine: PersonalityEngine
  private let insights: SessionInsights
  private var context: SessionContext
  private var posterior: SessionPosterior
  private var shown = ShownView()

  /// A session without events, of which nothing has been shown.
  ///
  /// - Parameters:
  ///   - open: how the session was opened.
  ///   - prepared: the release of its segment.
  ///   - engine: tables and knots.
  /// - Throws: `RequestError` for insights or a product that are not allowed.
  package init(_ open: Open, source prepared: PreparedSource, engine: PersonalityEngine) throws(RequestError) {
    insights = try SessionInsights(open.insights, path: "open.insights")
    context = try SessionContext(
      open.productContext, product: open.productQuantumState, engine: engine, path: "open")
    (self.prepared, self.engine) = (prepared, engine)
    posterior = SessionPosterior(prior: prepared.source.findings)
  }

  /// Distinct events.
  package var eventCount: Int { posterior.events }

  /// Counts events, each id once.
  ///
  /// - Throws: `SessionError` when the session holds as many as it may; the events before the one too many stay counted.
  package mutating func count(_ events: [CheckedEvent]) throws(SessionError) {
    for event in events { _ = try posterior.add(event, lexicon: engine.tables.lexicon) }
  }

  /// Paths of what events say without changing anything, by their places among these.
  package func ignoredInputs(of events: [CheckedEvent]) -> [String] {
    IgnoredInputs.of(events, lexicon: engine.tables.lexicon)
  }

  /// Compares with something else from now on; the next view shows it.
  package mutating func compare(with context: SessionContext) { self.context = context }

  /// The whole view as it is now; changes are told relative to it from now on.
  package mutating func showWhole() -> SessionView {
    let view = views.snapshot(posterior)
    _ = shown.show(view)
    return view
  }

  /// The groups that changed since the last view; changes are told relative to it from now on.
  package mutating func showChanges() -> SessionView {
    shown.show(views.snapshot(posterior)) ?? SessionView()
  }

  private var views: SessionViewBuilder {
    SessionViewBuilder(
      source: prepared.source, insights: insights, engine: engine, product: context.product,
      hasProductContext: context.hasProductContext)
  }
}
