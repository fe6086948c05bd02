import EnrichmentSchema
import Population
import Storage
import WireFormat

/// What may be asked for when a key is made.
enum CheckedKeyRequest {
  /// The largest limits of a key's own: what bounds accidents in production.
  static let largestLimits = OwnQuota(burst: 200_000, minute: 6_000_000, day: 2_000_000_000)
  /// The furthest end of a key, in days from now: ten years, so that a mistyped year is noticed.
  static let furthestEnd = 3_650

  /// Checks a request made at a time, in microseconds since 1970 UTC.
  ///
  /// - Throws: `OperatorError.violations` with everything that is wrong with it.
  static func check(_ request: CreateKeyRequest, at now: Int64) throws(OperatorError) {
    let violations =
      names(request) + scopes(request)
      + request.allowedAddresses.filter { AddressRange($0) == nil }.map {
        RequestViolation(field: "allowed_addresses", value: $0, allowed: AddressRange.allowed)
      } + end(request.expiresAt, at: now) + limits(request.limits)
    guard violations.isEmpty else { throw .violations(violations) }
  }

  private static func names(_ request: CreateKeyRequest) -> [RequestViolation] {
    var violations: [RequestViolation] = []
    if !APIKey.isPartner(request.partner) {
      violations.append(
        RequestViolation(field: "partner", value: request.partner, allowed: "3 to 32 of a-z and 0-9"))
    }
    if KeyEnvironment(rawValue: request.plan) == nil {
      violations.append(RequestViolation(field: "plan", value: request.plan, allowed: KeyEnvironment.allowed))
    }
    guard !request.namespace.isEmpty else { return violations }
    if isSandboxed(request) {
      violations.append(
        RequestViolation(
          field: "namespace", value: request.namespace, allowed: "nothing for a key of the sandbox, which knows nobody")
      )
    } else if SubjectNamespace(named: request.namespace) == nil {
      violations.append(
        RequestViolation(
          field: "namespace", value: request.namespace,
          allowed: "nothing for the partner's own customers, spots, or \(SubjectNamespace.allowed)"))
    }
    return violations
  }

  private static func scopes(_ request: CreateKeyRequest) -> [RequestViolation] {
    let possible = isSandboxed(request) ? Scope.ofSandbox : Scope.allCases
    let allowed = possible.map(\.rawValue).joined(separator: ", ") + (isSandboxed(request) ? " in the sandbox" : "")
    return request.scopes.filter { name in !possible.contains { $0.rawValue == name } }.map {
      RequestViolation(field: "scopes", value: $0, allowed: allowed)
    }
  }

  private static func isSandboxed(_ request: CreateKeyRequest) -> Bool {
    KeyEnvironment(rawValue: request.plan) == .test
  }

  private static func end(_ end: GoogleProtobufTimestamp?, at now: Int64) -> [RequestViolation] {
    guard let end else { return [] }
    let latest = now + Int64(furthestEnd) * RegionCalendar.day
    guard let time = end.microseconds, time > now, time <= latest else {
      let value = end.microseconds.map { "\(CivilTime(microseconds: $0))" } ?? "no time"
      return [
        RequestViolation(
          field: "expires_at", value: value,
          allowed: "a time to come, up to \(CivilTime(microseconds: latest)), \(furthestEnd) days from now")
      ]
    }
    return []
  }

  private static func limits(_ limits: CallLimits?) -> [RequestViolation] {
    let named = [
      ("limits.burst", limits?.burst, largestLimits.burst), ("limits.minute", limits?.minute, largestLimits.minute),
      ("limits.day", limits?.day, largestLimits.day),
    ]
    return named.compactMap { field, value, largest in
      guard let value, let largest, !(1...largest).contains(value) else { return nil }
      return RequestViolation(field: field, value: "\(value)", allowed: "1 to \(largest), or nothing")
    }
  }
}
