/// The identity of a call in answers, logs and audit records.
enum RequestID {
  /// The header and trailer that carries it.
  static let headerName = "x-request-id"

  /// Whether a caller's own id can be taken over: 1 to 128 of A–Z, a–z, 0–9, `.`, `_` and `-`.
  static func isValid(_ id: String) -> Bool {
    (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
  }

  /// How many bits of a number an id shows.
  static let bits = 55

  /// The id of a number: `req_` and eleven digits of base 32 (0-9, a-v). Fifteen bytes are a string without an
  /// allocation.
  static func text(_ number: UInt64) -> String {
    unsafe String(unsafeUninitializedCapacity: 15) { buffer in
      unsafe buffer[0] = UInt8(ascii: "r")
      unsafe buffer[1] = UInt8(ascii: "e")
      unsafe buffer[2] = UInt8(ascii: "q")
      unsafe buffer[3] = UInt8(ascii: "_")
      var rest = number
      for place in stride(from: 14, through: 4, by: -1) {
        let value = UInt8(truncatingIfNeeded: rest & 0x1F)
        unsafe buffer[place] = value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
        rest >>= 5
      }
      return 15
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
/// random bytes is not part of a call. Each step of the mixing is a bijection of 55 bits; ids tell calls apart and are no
/// secrets.
struct RequestIDSource: Sendable {
  private static let mask = (UInt64(1) << RequestID.bits) - 1
  private var state: UInt64

  /// A source that starts at the number.
  init(seed: UInt64 = .random(in: .min ... .max)) {
    state = seed & Self.mask
  }

  /// The number of the next id.
  mutating func next() -> UInt64 {
    state = (state &+ 0x1E_3779_B97F_4A7C15) & Self.mask
    var mixed = state
    mixed = ((mixed ^ (mixed >> 27)) &* 0xBF58_476D_1CE4_E5B9) & Self.mask
    mixed = ((mixed ^ (mixed >> 28)) &* 0x94D0_49BB_1331_11EB) & Self.mask
    return mixed ^ (mixed >> 27)
  }
}
