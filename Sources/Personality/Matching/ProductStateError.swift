package import Population

/// Why a product has no state: its fields that cannot be accepted, at least one.
///
/// Paths are relative to the product; `at` puts them where the product stands in a request.
package struct ProductStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The fields, what they say and what is allowed.
  package let violations: [RequestViolation]

  /// The same with paths inside a request, for example `products[3].price`.
  /// - Parameter path: Path of the product.
  package func at(_ path: String) -> [RequestViolation] {
    violations.map {
      RequestViolation(field: $0.field.isEmpty ? path : "\(path).\($0.field)", value: $0.value, allowed: $0.allowed)
    }
  }

  /// All violations in one line.
  package var description: String { violations.map(\.description).joined(separator: "; ") }
}
