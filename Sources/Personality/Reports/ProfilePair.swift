import Population
import FoundationEssentials

/// A person's twelve values and a product's, as a line of JSON gives them:
/// `{"person":[12 numbers],"product":[12 numbers or null]}`.
package struct ProfilePair: Sendable, Hashable {
  /// Twelve values in `[0, 1]` in the order of `Dimension`.
  package let person: [Double]
  /// The same of the product; `nil` where it speaks of no dimension, but somewhere it does.
  package let product: [Double?]

  /// What a line says that cannot be accepted, and what is allowed.
  package struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence.
    package let description: String
  }

  /// Reads a line.
  /// - Throws: `Malformed` with the first thing that cannot be accepted.
  package init(json: String) throws(Malformed) {
    var lists = try Self.lists(json)
    guard let person = lists.removeValue(forKey: "person") else { throw Self.missing("person") }
    guard let product = lists.removeValue(forKey: "product") else { throw Self.missing("product") }
    if let unknown = lists.keys.sorted().first {
      throw Malformed(description: "unknown field \"\(unknown)\"; allowed: person, product")
    }
    try Self.check(person, "person", mayLack: false)
    try Self.check(product, "product", mayLack: true)
    guard product.contains(where: { $0 != nil }) else {
      throw Malformed(description: "product has no number; allowed: at least one dimension to compare")
    }
    self.person = person.compactMap { $0 }
    self.product = product
  }

  private static func lists(_ json: String) throws(Malformed) -> [String: [Double?]] {
    do {
      return try JSONDecoder().decode([String: [Double?]].self, from: Data(json.utf8))
    } catch let DecodingError.typeMismatch(_, context) {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()
      throw Malformed(description: (path.isEmpty ? "the line" : path) + " is not as it should be; allowed: \(form)")
    } catch {
      throw Malformed(description: "not a JSON object; allowed: \(form)")
    }
  }

  private static let form = #"{"person":[12 numbers],"product":[12 numbers or null]}"#

  private static func missing(_ name: String) -> Malformed {
    Malformed(description: "\(name) is missing; allowed: \(form)")
  }

  private static func check(_ values: [Double?], _ name: String, mayLack: Bool) throws(Malformed) {
    let count = Dimension.allCases.count
    guard values.count == count else {
      throw Malformed(description: "\(name) has \(values.count) values; allowed: \(count)")
    }
    for (index, value) in values.enumerated() {
      if let value, (0...1).contains(value) { continue }
      if value == nil, mayLack { continue }
      let shown = value.map { "\($0)" } ?? "null"
      throw Malformed(
        description: "\(name)[\(index)] is \(shown); allowed: a number from 0 to 1" + (mayLack ? " or null" : ""))
    }
  }
}
