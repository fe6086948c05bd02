/// The identity of a call in answers, logs and audit records.
enum RequestID {
  /// The header and trailer that carries it.
  static let headerName = "x-request-id"

  /// Whether a caller's own id can be taken over: 1 to 128 of A–Z, a–z, 0–9, `.`, `_` and `-`.
  static func isValid(_ id: String) -> Bool {
    (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isAllowed)
  }

  /// A new id: `req_` and 16 hexadecimal digits from the system's random source.
  static func make() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return "req_" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
