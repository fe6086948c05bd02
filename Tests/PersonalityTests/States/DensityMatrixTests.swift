import EngineFixtures
import Glibc
import Testing

@testable import Personality
@testable import Population

/// The product formulas against matrices of 2^m by 2^m that are written out.
@Suite("density matrices", .timeLimit(.minutes(1)))
struct DensityMatrixTests {
  private typealias Matrix = [[Double]]

  private func kronecker(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.flatMap { left in b.map { right in left.flatMap { x in right.map { x * $0 } } } }
  }

  private func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.map { row in b.indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
  }

  private func trace(_ a: Matrix) -> Double { a.indices.reduce(0) { $0 + a[$1][$1] } }

  /// Eigenvalues of a symmetric matrix by Jacobi rotations.
  private func eigenvalues(_ matrix: Matrix) -> [Double] {
    var a = matrix
    for _ in 0..<60 {
      for p in a.indices {
        for q in (p + 1)..<a.count where abs(a[p][q]) > 1e-15 {
          let angle = 0.5 * atan2(2 * a[p][q], a[q][q] - a[p][p])
          let (c, s) = (cos(angle), sin(angle))
          for k in a.indices { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
          for k in a.indices { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
        }
      }
    }
    return a.indices.map { a[$0][$0] }
  }

  /// ½(I + r_x Z + r_y X), so that one person's state is the projector on (cos πx/2, sin πx/2).
  private func density(_ qubit: Qubit) -> Matrix {
    [[(1 + qubit.x) / 2, qubit.y / 2], [qubit.y / 2, (1 - qubit.x) / 2]]
  }

  private func ket(_ value: Double) -> [Double] { [cos(Double.pi * value / 2), sin(Double.pi * value / 2)] }

  private func expectation(_ vector: [Double], _ matrix: Matrix) -> Double {
    zip(vector, matrix).reduce(0) { sum, row in sum + row.0 * zip(row.1, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  @Test("trace, positivity, purity, entropy and fidelity equal those of the whole matrix", arguments: 1...4)
  func explicit(qubits m: Int) throws {
    let dimensions = Array(Dimension.allCases.prefix(m))
    let full = exactState(of: randomPeople(5, seed: UInt64(100 + m)))
    var chosen: [Dimension: Qubit] = [:]
    for dimension in dimensions { chosen[dimension] = full[dimension] }
    let state = SegmentState(chosen, people: .infinity)
    let rho = dimensions.reduce([[1.0]]) { kronecker($0, full[$1].map(density) ?? []) }
    let spectrum = eigenvalues(rho)
    let y = (0..<m).map { 0.15 + 0.2 * Double($0) }
    let vector = y.reduce([1.0]) { known, value in known.flatMap { a in ket(value).map { a * $0 } } }
    let product = zip(dimensions, y).compactMap { PureQubit($0, value: $1) }
    let match = try #require(Compatibility(product, with: state))
    #expect(abs(trace(rho) - 1) < 1e-12 && spectrum.allSatisfy { $0 > -1e-12 })
    #expect(try abs(present(state.purity) - trace(self.product(rho, rho))) < 1e-12)
    let entropy = spectrum.filter { $0 > 1e-15 }.reduce(0) { $0 - $1 * log2($1) }
    #expect(try abs(present(state.entropyBits) - entropy) < 1e-9)
    #expect(try abs(present(state.agreement) - (1 - entropy / Double(m))) < 1e-9)
    #expect(abs(match.fidelity - expectation(vector, rho)) < 1e-12)
    #expect(abs(pow(match.score, Double(m)) - match.fidelity) < 1e-12)
    #expect(abs(match.buresDistance - (2 * (1 - expectation(vector, rho).squareRoot())).squareRoot()) < 1e-12)
  }

  @Test("a segment of one person is pure and gives |⟨ψ|φ⟩|²")
  func onePerson() throws {
    let people = randomPeople(2, seed: 5)
    let state = exactState(of: [people[0]])
    let overlap = zip(people[0], people[1]).reduce(1) { $0 * cos(Double.pi * ($1.0 - $1.1) / 2) }
    #expect(try abs(present(Compatibility(wanted(people[1]), with: state)).fidelity - overlap * overlap) < 1e-12)
    #expect(try abs(present(state.purity) - 1) < 1e-12 && abs(present(state.agreement) - 1) < 1e-9)
  }

  @Test("a split crowd does not pretend to a mean")
  func split() throws {
    let camps = [Array(repeating: 0.1, count: 12), Array(repeating: 0.9, count: 12)]
    let state = exactState(of: camps)
    let middle = try #require(Compatibility(wanted(Array(repeating: 0.5, count: 12)), with: state))
    #expect(abs(middle.score - 0.6545) < 1e-3)
    #expect(try abs(present(state[.noveltySeeking]).length - 0.309) < 1e-3)
    #expect(try abs(present(state.entropyBits) - 11.2) < 0.1)
  }
}
