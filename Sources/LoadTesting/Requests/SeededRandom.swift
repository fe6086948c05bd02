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
