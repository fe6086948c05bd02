import Foundation

/// Bars that results must reach, read from a JSON file: an object with `conditions`, each naming a row (`name`,
/// `base`, `how`, `target`, `weight`) and what is asked of it in per cent: `least` of its change, `leastLower` of the
/// lower end of its interval, `most` of its change.
package struct ValidationGate: Sendable, Decodable {
  /// What is asked of one row.
  package struct Condition: Sendable, Decodable {
    /// The row.
    package let name: ValidationArm.Knowledge, base: ShopBase, how: ValidationArm.Method
    /// What it is to find, and by which weight.
    package let target: QualityTable.Target, weight: Double
    /// The least change, and the least lower end of its interval.
    package let least: Double?, leastLower: Double?
    /// The greatest change.
    package let most: Double?
  }

  /// The conditions, all of which must hold.
  package let conditions: [Condition]

  /// Why a file is no gate.
  package struct Unreadable: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// Reads a file.
  /// - Throws: `Unreadable` for a file that cannot be read, is no such object, has no conditions, or one that asks for
  ///   nothing.
  package init(file: String) throws(Unreadable) {
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw Unreadable(description: "the gate \(file) cannot be read")
    }
    do { self = try JSONDecoder().decode(ValidationGate.self, from: bytes) } catch {
      throw Unreadable(
        description:
          "\(file) is no gate: \(Self.reason(error)); allowed: conditions, each with name, base, how, target, "
          + "weight, and least, leastLower or most")
    }
    guard !conditions.isEmpty else {
      throw Unreadable(description: "\(file): conditions are empty; at least one is needed")
    }
    for condition in conditions where condition.least == nil && condition.leastLower == nil && condition.most == nil {
      throw Unreadable(
        description:
          "\(file): a condition on \(condition.name.rawValue) asks for nothing; give least, leastLower or most")
    }
  }

  /// What is wrong, and where.
  private static func reason(_ error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let at = place(context.codingPath)
      return at.isEmpty ? context.debugDescription : "\(at): \(context.debugDescription)"
    default: return "\(error)"
    }
  }

  /// What was missed, a line each; a row that was not tried misses what is asked of it.
  package func missed(by results: ValidationResults) -> [String] {
    conditions.flatMap { condition in
      let row = results.row(condition.name, condition.base, condition.how, condition.target, weight: condition.weight)
      let words =
        "\(condition.name.rawValue) over \(condition.base.rawValue) (\(condition.how.rawValue), "
        + "\(condition.target.rawValue), weight \(condition.weight))"
      guard let row else { return ["\(words) was not tried"] }
      return Self.shortcomings(row, condition).map { "\(words): \(ValidationVerdict.change(row)); \($0)" }
    }
  }

  private static func shortcomings(_ row: ValidationRow, _ asked: Condition) -> [String] {
    var found: [String] = []
    if let least = asked.least, !(row.ndcg >= least) {
      found.append("at least \(ValidationVerdict.percent(least)) is asked")
    }
    if let least = asked.leastLower, !(row.lo >= least) {
      found.append("a lower end of at least \(ValidationVerdict.percent(least)) is asked")
    }
    if let most = asked.most, !(row.ndcg <= most) {
      found.append("at most \(ValidationVerdict.percent(most)) is asked")
    }
    return found
  }
}
