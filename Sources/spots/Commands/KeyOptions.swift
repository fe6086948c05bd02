import ArgumentParser
import EnrichmentSchema
import WireFormat

/// What a key is bounded by, as an operator writes it and is shown it.
enum KeyOptions {
  /// Reads when a key ends.
  ///
  /// - Parameter now: what a length of time counts from, in microseconds since 1970 UTC.
  static func end(_ text: String, from now: Int64) throws(ValidationError) -> GoogleProtobufTimestamp {
    if let length = length(text) { return GoogleProtobufTimestamp(microseconds: now + length) }
    guard let time = CivilTime(text, as: .iso8601) else {
      throw ValidationError(
        "--expires \(text): allowed are a length of time such as 90d or 12h, and \(CivilTime.iso8601Forms)")
    }
    return GoogleProtobufTimestamp(microseconds: time.microseconds)
  }

  /// Reads limits: some of burst, minute and day, each once.
  static func limits(_ text: String) throws(ValidationError) -> CallLimits {
    var values: [Substring: Int64] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, ["burst", "minute", "day"].contains(sides[0]), let value = Int64(sides[1]), value > 0,
        values.updateValue(value, forKey: sides[0]) == nil
      else {
        throw ValidationError(
          "--limits \(part): allowed are burst, minute and day, each once and with a number of calls, such as "
            + "burst=50,minute=1000,day=100000")
      }
    }
    var limits = CallLimits()
    (limits.burst, limits.minute, limits.day) = (values["burst"], values["minute"], values["day"])
    return limits
  }

  /// Whether a key can be used at a time.
  static func state(of key: PartnerKey, at now: Int64) -> String {
    if key.revokedAt != nil { return "revoked" }
    guard let end = key.expiresAt?.microseconds else { return "valid" }
    return (end > now ? "valid until " : "expired at ") + "\(CivilTime(microseconds: end))"
  }

  /// The limits of a key's own and where it may be used from, as `--limits` and `--allow` have them; empty for neither.
  static func bounds(of key: PartnerKey) -> String {
    let named = [("burst", key.limits?.burst), ("minute", key.limits?.minute), ("day", key.limits?.day)]
    let limits = named.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: ",")
    let addresses = key.allowedAddresses.isEmpty ? "" : "from \(key.allowedAddresses.joined(separator: ","))"
    return [limits, addresses].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Microseconds of whole days or hours, of which there are a million at the most; nil for any other text.
  private static func length(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["d": 86_400_000_000, "h": 3_600_000_000]
    guard let unit = text.last.flatMap({ units[$0] }), text.first?.isNumber == true,
      let count = Int64(text.dropLast()), count <= 1_000_000
    else { return nil }
    return count * unit
  }
}
