/// A small reproducible generator (Steele, Lea and Flood, OOPSLA 2014): for simulated data, shuffled copies and
/// tests. Never for noise or secrets.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts a stream.
  package init(seed: UInt64) {
    state = seed
  }

  /// Starts the stream of a numbered part of a seeded whole; parts do not depend on each other.
  package init(seed: UInt64, stream: UInt64) {
    state = Mixing.mix(seed ^ Mixing.mix(stream))
  }

  package mutating func next() -> UInt64 {
    let word = Mixing.mix(state)
    state &+= 0x9E37_79B9_7F4A_7C15
    return word
  }

  /// A number in [0, 1) with 53 random bits.
  package mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An integer in 0..<bound by multiplication; the bias is below bound / 2^64. `bound` must be positive.
  package mutating func below(_ bound: Int) -> Int {
    Int(UInt64(bound).multipliedFullWidth(by: next()).high)
  }
}

/// The finaliser of SplitMix64: a bijection on 64-bit words whose output looks random. Not a cryptographic function.
package enum Mixing {
  /// Mixes the bits of `word`.
  package static func mix(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
