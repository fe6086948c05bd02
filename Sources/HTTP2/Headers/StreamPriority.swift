/// How urgent a response is, as the field `priority` of its request says (RFC 9218 section 4).
struct StreamPriority: Equatable {
  /// From 0, the most urgent, to 7.
  private(set) var urgency: UInt8 = 3
  /// Whether a part of the response is of use before the rest is there.
  private(set) var isIncremental = false

  /// Reads a value of the field; nil when it cannot be read, and says nothing.
  ///
  /// It is a dictionary (RFC 8941 section 3.2). Members that are not of RFC 9218 are passed over, but strings and inner
  /// lists, which no priority needs, are not read.
  init?(_ value: UnsafeRawBufferPointer) {
    let text = unsafe String(decoding: value, as: UTF8.self)
    guard !text.utf8.contains(where: { #""("#.utf8.contains($0) }) else { return nil }
    for member in text.split(separator: ",", omittingEmptySubsequences: false) where !text.isEmpty {
      guard take(member.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }) else { return nil }
    }
  }

  private mutating func take(_ member: String) -> Bool {
    switch member {
    case "i", "i=?1": isIncremental = true
    case "i=?0": isIncremental = false
    case _ where member.hasPrefix("u="):
      guard member.utf8.count == 3, let level = UInt8(member.dropFirst(2)), level <= 7 else { return false }
      urgency = level
    default: return !member.isEmpty && member != "u" && !member.hasPrefix("i=")
    }
    return true
  }
}
