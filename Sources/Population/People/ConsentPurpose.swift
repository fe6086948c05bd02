/// One purpose that a person can agree to. The raw value is its name on the wire and in files.
package enum ConsentPurpose: String, Sendable, Hashable, CaseIterable {
  case behavior
  case personality
  case network
  case experiments
  case affinity

  /// The purpose alone, as a set.
  package var set: ConsentSet {
    switch self {
    case .behavior: .behavior
    case .personality: .personality
    case .network: .network
    case .experiments: .experiments
    case .affinity: .affinity
    }
  }

  /// What a purpose may be called, to follow "allowed".
  package static let allowed = allCases.map(\.rawValue).joined(separator: ", ")
}

extension ConsentSet {
  /// Each purpose by its name on the wire and in files, in their published order.
  package static let named: [(purpose: ConsentSet, name: String)] = ConsentPurpose.allCases.map {
    ($0.set, $0.rawValue)
  }

  /// The set of these purposes.
  package init(_ purposes: some Sequence<ConsentPurpose>) {
    self = purposes.reduce(into: []) { $0.formUnion($1.set) }
  }

  /// The purposes one by one, in the order they are declared in.
  package var purposes: [ConsentPurpose] { ConsentPurpose.allCases.filter { contains($0.set) } }
}
