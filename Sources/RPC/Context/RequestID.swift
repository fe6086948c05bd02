/// The identity of a call in answers, logs and audit records.
enum RequestID {
  /// The header and trailer that carries it.
  static let headerName = "x-request-id"

  /// Whether a caller's own id can be taken over: 1 to 128 of A–Z, a–z, 0–9, `.`, `_` and `-`.
  static func isValid(_ id: String) -> Bool {
    (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
  }

  /// The id of a number: `req_` and 16 hexadecimal digits.
  static func text(_ number: UInt64) -> String {
    unsafe String(unsafeUninitializedCapacity: 20) { buffer in
      for (index, byte) in "req_".utf8.enumerated() { unsafe buffer[index] = byte }
      for digit in 0..<16 {
        let value = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * digit)) & 0xF
        unsafe buffer[4 + digit] = value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
      }
      return 20
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}

/// The ids of one loop's calls: numbers that do not repeat within it and start at random, so that asking the system for
/// random bytes is not part of a call. (SplitMix64; ids tell calls apart and are no secrets.)
struct RequestIDSource: Sendable {
  private var state: UInt64

  /// A source that starts at the number.
  init(seed: UInt64 = .random(in: .min ... .max)) {
    state = seed
  }

  /// The next id.
  mutating func next() -> String {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return RequestID.text(mixed ^ (mixed >> 31))
  }
}
