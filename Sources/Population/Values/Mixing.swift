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
