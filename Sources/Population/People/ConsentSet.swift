/// The purposes a person can agree to. The raw value is stored.
package struct ConsentSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Statistics of visits and actions.
  package static let behavior = ConsentSet(rawValue: 1)
  /// Statistics of the twelve dimensions.
  package static let personality = ConsentSet(rawValue: 2)
  /// Statistics of connections and adoptions.
  package static let network = ConsentSet(rawValue: 4)
  /// Being assigned in experiments.
  package static let experiments = ConsentSet(rawValue: 8)
  /// All four.
  package static let all: ConsentSet = [.behavior, .personality, .network, .experiments]
}
