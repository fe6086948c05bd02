/// The qubits of a product by dimension, in vectors: twelve lanes are used, those without a qubit weigh 0.
struct ProductVector: Sendable, Hashable {
  /// cos πy.
  private(set) var x = SIMD16<Double>.zero
  /// sin πy.
  private(set) var y = SIMD16<Double>.zero
  /// Weights.
  private(set) var weight = SIMD16<Double>.zero
  /// The largest weight when all are whole and at most `largestWhole`, else `nil`.
  let largestWeight: Int?

  /// Eight factors of at least 10⁻⁶, each taken up to six times, stay above the least normal number, 2 · 10⁻³⁰⁸.
  static let largestWhole = 6.0

  /// Lays qubits of different dimensions out.
  init(_ qubits: [PureQubit]) {
    for qubit in qubits {
      x[qubit.dimension.rawValue] = qubit.x
      y[qubit.dimension.rawValue] = qubit.y
      weight[qubit.dimension.rawValue] = qubit.weight
    }
    let areWhole = qubits.allSatisfy { $0.weight <= Self.largestWhole && $0.weight == $0.weight.rounded() }
    largestWeight = areWhole ? Int(weight.max()) : nil
  }
}
