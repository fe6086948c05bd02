/// A caller's place in a trace, as the W3C recommendation "Trace Context" (level 1) has it in the headers `traceparent`
/// and `tracestate`.
public struct TraceContext: Sendable, Hashable {
  /// The trace: 32 lower-case hexadecimal digits, not all zero.
  public let traceID: String
  /// The caller's span: 16 lower-case hexadecimal digits, not all zero.
  public let parentID: String
  /// The trace flags; bit 0 says that the caller may have recorded its span.
  public let flags: UInt8
  /// What tracing systems have added, as it came; empty for nothing.
  public let state: String

  /// Whether the caller may have recorded its span.
  public var isSampled: Bool { flags & 1 == 1 }

  /// The longest `tracestate` that is passed on, in bytes, as the recommendation asks at the least.
  static let longestState = 512

  /// The context in the headers; nil when `traceparent` is malformed. Of a version after 00 the known part is read. A
  /// `tracestate` that is malformed or longer than 512 bytes is left out.
  public init?(traceparent: String, tracestate: String = "") {
    let text = Array(traceparent.utf8)
    guard text.count >= 55, text[2] == Self.dash, text[35] == Self.dash, text[52] == Self.dash else { return nil }
    guard let version = Self.byte(text[0..<2]), version != 0xFF, let flags = Self.byte(text[53..<55]) else {
      return nil
    }
    guard text.count == 55 || (version > 0 && text[55] == Self.dash) else { return nil }
    guard let traceID = Self.identifier(text[3..<35]), let parentID = Self.identifier(text[36..<52]) else { return nil }
    self.traceID = traceID
    self.parentID = parentID
    self.flags = flags
    state = Self.isPassedOn(tracestate) ? tracestate : ""
  }

  /// The value of `traceparent`, in version 00.
  public var traceparent: String {
    let digits = String(flags, radix: 16)
    return "00-\(traceID)-\(parentID)-\(digits.utf8.count < 2 ? "0" : "")\(digits)"
  }

  private static let dash = UInt8(ascii: "-")

  private static func identifier(_ digits: ArraySlice<UInt8>) -> String? {
    guard digits.allSatisfy({ value(of: $0) != nil }), digits.contains(where: { $0 != UInt8(ascii: "0") }) else {
      return nil
    }
    return String(decoding: digits, as: UTF8.self)
  }

  private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
    digits.reduce(0 as UInt8?) { number, digit in
      guard let number, let value = value(of: digit) else { return nil }
      return number << 4 | value
    }
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func isPassedOn(_ state: String) -> Bool {
    guard state.utf8.count <= longestState else { return false }
    let members = state.split(separator: ",").map { $0.drop { $0 == " " || $0 == "\t" } }.filter { !$0.isEmpty }
    return members.count <= 32 && members.allSatisfy { $0.contains("=") && $0.first != "=" }
  }
}
