package import EnrichmentSchema
package import Personality
import Population
import WireFormat

/// A product of a request.
package func sampleProduct(
  _ id: String = "p", style: String = "", price: String = "", features: [String] = [],
  attributes: [String: Double] = [:]
) -> ProductQuantumState {
  var product = ProductQuantumState()
  product.productID = id
  product.style = style
  product.price = price
  product.features = features
  product.attributes = FieldMap(attributes)
  return product
}

/// The lexicon that ships.
package func publishedLexicon() throws -> Lexicon { try PersonalityTables.published().lexicon }

/// The exact state of people, each with twelve values.
package func exactState(of people: [[Double]]) -> SegmentState {
  var qubits: [Dimension: Qubit] = [:]
  for dimension in Dimension.allCases {
    let pure = people.compactMap { Qubit(value: $0[dimension.rawValue]) }
    let count = Double(pure.count)
    qubits[dimension] = Qubit(x: pure.reduce(0) { $0 + $1.x } / count, y: pure.reduce(0) { $0 + $1.y } / count)
  }
  return SegmentState(qubits, people: .infinity)
}

/// The qubits of a product that wants these twelve values.
package func wanted(_ values: [Double], weights: [Double]? = nil) -> [PureQubit] {
  Dimension.allCases.compactMap { PureQubit($0, value: values[$0.rawValue], weight: weights?[$0.rawValue] ?? 1) }
}

/// Random people.
package func randomPeople(_ count: Int, seed: UInt64) -> [[Double]] {
  var random = SplitMix64(seed: seed)
  return (0..<count).map { _ in (0..<12).map { _ in Double.random(in: 0...1, using: &random) } }
}
