import Answers
import EnrichmentSchema
import Population
import Segments
import Storage
import WireFormat

/// What the application says of a person, every field checked.
struct CheckedRegistration {
  private let region: String
  private let ageBand: AgeBand?
  private let onboarding: PersonRegistration.Onboarding?

  /// Checks a request; `now` is µs since 1970 UTC.
  ///
  /// - Throws: `invalidArgument` with every violation.
  init(_ request: PutPersonRequest, now: Int64) throws(RequestError) {
    var violations: [RequestViolation] = []
    if !RegionID.isValid(request.region) {
      violations.append(RequestViolation(field: "region", value: request.region, allowed: RegionID.allowed))
    }
    ageBand = request.ageBand.flatMap(AgeBand.init(name:))
    if let asked = request.ageBand, ageBand == nil {
      violations.append(
        RequestViolation(
          field: "age_band", value: asked, allowed: "five years such as 25_30, from 15_20 to 95_100, or unknown"))
    }
    onboarding = request.onboarding.map { Self.onboarding($0, now: now, refusing: &violations) }
    region = request.region
    guard violations.isEmpty else { throw .invalidArgument(violations) }
  }

  /// The registration of a person.
  func registration(of agent: AgentID) -> PersonRegistration {
    PersonRegistration(agent: agent, region: region, ageBand: ageBand, onboarding: onboarding)
  }

  private static func onboarding(
    _ asked: Onboarding, now: Int64, refusing violations: inout [RequestViolation]
  ) -> PersonRegistration.Onboarding {
    var values = [Int32?](repeating: nil, count: Dimension.allCases.count)
    for (name, value) in asked.dimensions {
      guard let dimension = Dimension(name: name) else {
        violations.append(
          RequestViolation(
            field: "onboarding.dimensions", value: name,
            allowed: Dimension.allCases.map(\.name).joined(separator: ", ")))
        continue
      }
      guard (0...1).contains(value) else {
        violations.append(
          RequestViolation(field: "onboarding.dimensions.\(name)", value: "\(value)", allowed: "0 to 1"))
        continue
      }
      values[dimension.rawValue] = Int32((value * 1_000_000).rounded())
    }
    return PersonRegistration.Onboarding(
      statedDimensions: values, answeredAt: answeredAt(asked, now: now, refusing: &violations))
  }

  private static func answeredAt(
    _ asked: Onboarding, now: Int64, refusing violations: inout [RequestViolation]
  ) -> Int64 {
    guard let time = asked.answeredAt else { return now }
    guard let microseconds = time.microseconds, microseconds <= now else {
      violations.append(
        RequestViolation(
          field: "onboarding.answered_at", value: "\(time.seconds) s after 1970",
          allowed: "a time that is not after now"))
      return now
    }
    return microseconds
  }
}

extension ConsentChange {
  /// The most bytes of a policy's version.
  private static let longestVersion = 64

  /// Checks what a person decides.
  ///
  /// - Throws: `invalidArgument` with every violation.
  init(_ request: SetConsentRequest, setBy: String) throws(RequestError) {
    var violations: [RequestViolation] = []
    let granted = Self.purposes(request.grant, "grant", refusing: &violations)
    let withdrawn = Self.purposes(request.withdraw, "withdraw", refusing: &violations)
    for purpose in granted.intersection(withdrawn).purposes {
      violations.append(
        RequestViolation(field: "withdraw", value: purpose.rawValue, allowed: "purposes that are not granted too"))
    }
    if request.grant.isEmpty, request.withdraw.isEmpty {
      violations.append(
        RequestViolation(field: "grant", value: "", allowed: "at least one purpose in grant or withdraw"))
    }
    if request.policyVersion.utf8.count > Self.longestVersion {
      violations.append(
        RequestViolation(
          field: "policy_version", value: request.policyVersion, allowed: "at most \(Self.longestVersion) bytes"))
    }
    guard violations.isEmpty else { throw .invalidArgument(violations) }
    self.init(granted: granted, withdrawn: withdrawn, policyVersion: request.policyVersion, setBy: setBy)
  }

  private static func purposes(
    _ names: [String], _ field: String, refusing violations: inout [RequestViolation]
  ) -> ConsentSet {
    ConsentSet(
      names.enumerated().compactMap { index, name in
        guard let purpose = ConsentPurpose(rawValue: name) else {
          violations.append(
            RequestViolation(field: "\(field)[\(index)]", value: name, allowed: ConsentPurpose.allowed))
          return nil
        }
        return purpose
      })
  }
}
