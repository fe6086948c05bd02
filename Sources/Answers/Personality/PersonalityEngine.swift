package import Personality
package import Population
package import Releases

/// What every personality answer is computed with.
package struct PersonalityEngine: Sendable {
  /// Words of products and prototypes of personalities.
  package let tables: PersonalityTables
  /// Knots computed before; shared between threads.
  package let knots: KnotCache

  /// An engine.
  package init(tables: PersonalityTables, knots: KnotCache) {
    self.tables = tables
    self.knots = knots
  }
}

/// The state that an answer speaks of, or why there is none.
package struct PersonalityState: Sendable, Hashable {
  /// The segment's density matrix; `withheld` when its releases say nothing of personality.
  package let outcome: EstimateOutcome<SegmentState>
  /// Dimensions that the events of a session moved; what speaks of them is not withheld for its confidence.
  package let adjusted: Set<Dimension>

  /// A state.
  package init(_ outcome: EstimateOutcome<SegmentState>, adjusted: Set<Dimension> = []) {
    self.outcome = outcome
    self.adjusted = adjusted
  }

  /// True when the events of a session moved any dimension.
  package var isSessionAdjusted: Bool { !adjusted.isEmpty }

  /// Why a field without a qubit is absent: there is no state, or it has no source for any of the dimensions that the
  /// field needs.
  var absence: Absence {
    switch outcome.reason ?? .noSource {
    case .notAdmitted: Absence(.notAdmitted, "too few people; a wider segment may be answered")
    case let reason: Absence(reason, "the region's data does not say; it would need a source for the dimension")
    }
  }

  /// The finding of a match's score.
  func finding(_ match: Compatibility) -> Finding {
    known(
      Quantity(
        value: match.score, standardError: match.standardError, bias: match.allowance,
        tolerance: Compatibility.tolerance),
      // Which dimensions were compared is a list of its own: it is made for sessions only.
      adjusted: !adjusted.isEmpty && !adjusted.isDisjoint(with: match.dimensions))
  }

  /// The finding of a dimension's value.
  func finding(_ dimension: Dimension) -> Finding {
    guard let state = outcome.value, state[dimension] != nil else { return .absent(absence) }
    guard let quantity = Quantity(dimension, of: state) else { return .absent(.splitPopulation) }
    return known(quantity, adjusted: adjusted.contains(dimension))
  }

  private func known(_ quantity: Quantity, adjusted: Bool) -> Finding {
    var quantity = quantity
    quantity.isSessionAdjusted = adjusted
    return .known(quantity)
  }
}

extension Absence {
  /// A crowd that is divided about the dimension.
  static let splitPopulation = Absence(
    .splitPopulation, "the segment is divided, so that a mean would describe nobody; a narrower segment may agree")
  /// A comparison without a product.
  static let noProduct = Absence(.notRequestedData, "needs product_quantum_state in the request")
}
