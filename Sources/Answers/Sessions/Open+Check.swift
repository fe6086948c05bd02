import Population
package import Segments
package import EnrichmentSchema

extension Open {
  /// Longest time between two updates that can be asked for, in milliseconds.
  package static let longestInterval: Int32 = 60_000

  /// Throws every violation of the form of the message. Segment and product are checked where they are read.
  package func check(path: String = "open") throws(RequestError) {
    if !(0...Self.longestInterval).contains(minIntervalMs) {
      throw .invalidArgument([
        RequestViolation(
          field: "\(path).min_interval_ms", value: "\(minIntervalMs)", allowed: "0 to \(Self.longestInterval)")
      ])
    }
    _ = try CheckedSubject(subject, path: "\(path).subject")
    _ = try SessionInsights(insights, path: "\(path).insights")
    if let productContext { try productContext.check(path: "\(path).product_context") }
  }
}
