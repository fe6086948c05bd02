/// Why stored releases cannot be read as one segment. Each is a fault of the store or the caller, not of the data.
package enum EstimateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No release was given.
  case empty
  /// A cell was given twice; its people would count twice.
  case duplicateCell(String)
  /// A release was made under another policy, or two under different versions of it.
  case mixedPolicies(expected: String, found: String)
  /// Two releases are of different versions of the statistics.
  case mixedStatistics(String, String)
  /// A statistic does not have the declared shape.
  case malformed(cell: String, statistic: String, reason: String)

  /// What is wrong, where, and what is allowed.
  package var description: String {
    switch self {
    case .empty: "a segment needs at least one release"
    case .duplicateCell(let cell): "cell '\(cell)' was given twice; the cells of a union must be different"
    case .mixedPolicies(let expected, let found): "a release of policy '\(found)' where only '\(expected)' is allowed"
    case .mixedStatistics(let one, let other): "releases of statistic versions '\(one)' and '\(other)' do not add"
    case .malformed(let cell, let statistic, let reason):
      "release of cell '\(cell)', statistic '\(statistic)': \(reason)"
    }
  }
}
