import Privacy

/// FNV-1a, enough to show that a chain is checked; the product hands in SHA-256.
let fixtureHash: LedgerHasher = { bytes in
  var state: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return (0..<8).map { UInt8(truncatingIfNeeded: state >> (8 * UInt64($0))) }
}
