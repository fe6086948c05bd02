/// A source of independent, uniformly distributed 64-bit words.
///
/// Conforming types need not be copyable, and one that buffers must not be: a copied buffer would hand the same bits to
/// two draws, and two releases with equal noise can be subtracted from one another.
package protocol RandomBits: ~Copyable {
  /// The next 64 uniform bits.
  mutating func next() -> UInt64
}

extension RandomBits where Self: ~Copyable {
  /// A uniform integer in `0 ..< bound`, by rejection, so without modulo bias.
  ///
  /// - Parameter bound: at least 1; a smaller bound is a programming error and traps.
  package mutating func below(_ bound: UInt128) -> UInt128 {
    precondition(bound > 0, "a uniform integer needs a bound of at least 1")
    let largest = bound - 1
    let mask = largest == 0 ? 0 : UInt128.max >> UInt128(largest.leadingZeroBitCount)
    while true {
      var candidate = UInt128(next())
      if mask > UInt128(UInt64.max) { candidate |= UInt128(next()) << 64 }
      candidate &= mask
      if candidate <= largest { return candidate }
    }
  }

  /// A fair coin.
  package mutating func coin() -> Bool { next() & 1 == 1 }
}
