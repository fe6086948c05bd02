/// A residue modulo the Mersenne prime 2⁶¹ − 1.
struct FieldElement: Sendable, Hashable {
  /// The prime.
  static let prime: UInt64 = (1 << 61) - 1
  /// The residue, below `prime`.
  let residue: UInt64

  /// The residue of a small integer.
  init(_ integer: Int) {
    let remainder = integer % Int(Self.prime)
    residue = UInt64(remainder < 0 ? remainder + Int(Self.prime) : remainder)
  }

  private init(below2To62 value: UInt64) { residue = value >= Self.prime ? value - Self.prime : value }

  /// The residue 0.
  static let zero = FieldElement(0)
  /// The residue 1.
  static let one = FieldElement(1)

  /// The integer of least absolute value with this residue.
  var centred: Int64 { residue > Self.prime / 2 ? Int64(residue) - Int64(Self.prime) : Int64(residue) }

  /// The sum.
  static func + (a: FieldElement, b: FieldElement) -> FieldElement { FieldElement(below2To62: a.residue + b.residue) }

  /// The difference.
  static func - (a: FieldElement, b: FieldElement) -> FieldElement {
    FieldElement(below2To62: a.residue + (prime - b.residue))
  }

  /// The product: 2⁶¹ is 1, so the high part of the 122-bit product is added to the low part.
  static func * (a: FieldElement, b: FieldElement) -> FieldElement {
    let (high, low) = a.residue.multipliedFullWidth(by: b.residue)
    return FieldElement(below2To62: (low & prime) + (high << 3 | low >> 61))
  }

  /// The inverse, or `nil` for 0; by Fermat's theorem.
  var inverse: FieldElement? {
    if residue == 0 { return nil }
    var (result, base, exponent) = (FieldElement.one, self, Self.prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base }
      base = base * base
      exponent >>= 1
    }
    return result
  }
}
