import Answers
package import Population
import Privacy

/// What an operator asked for and cannot have.
package enum OperatorError: Error, Sendable, CustomStringConvertible {
  /// No policy has this name.
  case unknownPolicy(String)
  /// The store has no region to release.
  case nothingToRelease
  /// One release at a time.
  case releaseUnderWay
  /// A run that would be charged for little or nothing, and is not unless it is forced; the text says why.
  case pointless(String)
  /// Answers made from what a run has drawn would contradict themselves: nothing is published, the charge stays spent.
  /// A text for each contradiction.
  case contradictory([String])
  /// Something else cannot be; the text says what is allowed.
  case invalid(String)
  /// Fields of the request that cannot be accepted.
  case violations([RequestViolation])

  package var description: String {
    switch self {
    case .unknownPolicy(let name):
      "policy \"\(name)\": allowed are \(PrivacyPolicy.all.filter(\.isDrawn).map(\.name).joined(separator: ", "))"
    case .nothingToRelease: "the store holds no region; add one with `spots init`, `spots import` or `spots simulate`"
    case .releaseUnderWay: "a release is being computed; try again when it is published"
    case .pointless(let reason): "\(reason); nothing was charged. --force draws it all the same"
    case .contradictory(let found):
      "the release contradicts itself and was not published; its charge stays spent: "
        + found.prefix(5).joined(separator: "; ") + (found.count > 5 ? "; and \(found.count - 5) more" : "")
    case .invalid(let text): text
    case .violations(let violations): violations.map(\.description).joined(separator: "; ")
    }
  }

  /// The exit code of a command that ends with this error, after `sysexits.h`.
  package var exitCode: Int32 {
    switch self {
    case .unknownPolicy, .invalid, .violations: 64
    case .nothingToRelease, .pointless: 69
    case .contradictory: 70
    case .releaseUnderWay: 75
    }
  }
}

extension OperatorError {
  /// That there is no region of a name, with those that there are, and which of several comes nearest.
  package static func unknownRegion(_ name: String, among known: [String]) -> OperatorError {
    guard !known.isEmpty else { return .nothingToRelease }
    let nearest = known.count > 1 ? NearestNames.of(name, among: known, most: 1) : []
    return .invalid(
      "region \(name): the store has \(known.sorted().joined(separator: ", "))"
        + nearest.map { "; nearest: \($0)" }.joined())
  }
}
