/// The SplitMix64 generator (Steele, Lea and Flood 2014): the same seed gives the same values.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator; each stream of a seed gives other values.
  package init(seed: UInt64, stream: UInt64) {
    state = seed &+ (stream &+ 1) &* 0xD1B5_4A32_D192_ED03
  }

  /// The next value.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Random values as text.
enum RandomText {
  /// A UUID of version 4 (RFC 9562, section 5.4).
  static func uuid(using random: inout some RandomNumberGenerator) -> String {
    let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = Array(hex(high) + hex(low))
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(digits[$0]) }.joined(separator: "-")
  }

  /// A number with up to six digits behind the point.
  static func number(in range: ClosedRange<Double>, using random: inout some RandomNumberGenerator) -> String {
    let value = Double.random(in: range, using: &random)
    guard abs(value) < 1e9 else { return String(value) }
    return String((value * 1e6).rounded() / 1e6)
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
