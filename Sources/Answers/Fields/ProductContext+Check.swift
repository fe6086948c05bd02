package import EnrichmentSchema
import Population
package import Segments

extension ProductContext {
  /// The price ranges a request may name; empty for none.
  package static let priceRanges = ["budget", "mid", "premium", "luxury"]

  /// Throws every violation of the form of the context.
  package func check(path: String) throws(RequestError) {
    let texts = [("category", category), ("subcategory", subcategory)]
    var violations = texts.compactMap { name, text in textViolation("\(path).\(name)", text) }
    if !priceRange.isEmpty, !Self.priceRanges.contains(priceRange) {
      violations.append(
        RequestViolation(
          field: "\(path).price_range", value: priceRange,
          allowed: Self.priceRanges.joined(separator: ", ") + ", or nothing"))
    }
    guard violations.isEmpty else { throw .invalidArgument(violations) }
  }
}

/// A violation when `text` is longer than a segment attribute may be.
func textViolation(_ field: String, _ text: String) -> RequestViolation? {
  guard text.utf8.count > SegmentDescription.longestText else { return nil }
  return RequestViolation(field: field, value: text, allowed: "at most \(SegmentDescription.longestText) bytes")
}
