/// A sum of numbers that is the same in every order: each is rounded to a binary granule before it is added.
package struct FixedPointSum: Sendable, Hashable {
  private let fractionBits: Int
  private var granules: Int64 = 0

  /// An empty sum with granules of `2^-fractionBits`; the sum must stay below `2^(63 - fractionBits)`.
  package init(fractionBits: Int) {
    self.fractionBits = fractionBits
  }

  /// Adds a finite number.
  package mutating func add(_ number: Double) {
    granules &+= Int64((number * Double(Int64(1) << fractionBits)).rounded())
  }

  /// The sum.
  package var value: Double { Double(granules) / Double(Int64(1) << fractionBits) }
}
