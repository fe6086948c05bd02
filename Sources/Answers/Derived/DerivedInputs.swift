package import Releases

/// The released numbers that are there to derive from.
///
/// A number that an answer withholds is not there: what is too uncertain to show is too uncertain to build on.
package struct DerivedInputs: Sendable, Hashable {
  private let known: [DerivedInput: Quantity]

  /// From findings; absences and numbers with too little confidence are left out.
  package init(_ findings: [DerivedInput: Finding]) {
    known = findings.compactMapValues(\.shown.quantity)
  }

  /// The number, or nil.
  package subscript(input: DerivedInput) -> Quantity? { known[input] }

  /// Those of `inputs` that are absent, in their order, each once.
  package func missing(_ inputs: [DerivedInput]) -> [DerivedInput] {
    var seen: Set<DerivedInput> = []
    return inputs.filter { known[$0] == nil && seen.insert($0).inserted }
  }
}

extension Absence {
  /// What is derived lacks these inputs.
  package static func missing(_ inputs: [DerivedInput]) -> Absence {
    let names = inputs.map(\.words).joined(separator: ", ")
    return Absence(.missingInput, "needs \(names), withheld for this segment")
  }
}
