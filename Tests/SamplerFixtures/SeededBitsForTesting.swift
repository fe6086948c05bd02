import Privacy

/// A repeatable, predictable source (SplitMix64) for tests and simulations of the mechanisms.
///
/// Anyone who knows the seed can subtract its noise, so nothing that is published may draw from it.
package struct SeededBitsForTesting: RandomBits {
  private var state: UInt64

  /// Starts the sequence of `seed`; equal seeds give equal sequences.
  package init(seed: UInt64) { state = seed }

  /// The next word of the sequence (Steele, Lea, Flood 2014).
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
