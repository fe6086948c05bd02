/// How long a visit was, as shops speak of it.
package enum VisitLength: Int, Sendable, Hashable, CaseIterable {
  /// Less than 15 minutes.
  case short
  /// 15 to 60 minutes.
  case medium
  /// More than an hour.
  case long

  /// The longest length that enters a mean, in minutes; a longer one counts as this.
  package static let cap = 240.0

  /// The class of a length in minutes, which is not negative.
  package init(minutes: Double) {
    self = minutes < 15 ? .short : minutes <= 60 ? .medium : .long
  }
}
