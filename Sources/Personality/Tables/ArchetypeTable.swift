import Population

/// The registered prototypes of personalities and the rule that names a segment after them.
package struct ArchetypeTable: Sendable, Hashable {
  /// A prototype.
  package struct Archetype: Sendable, Hashable {
    /// Its name, without `_`.
    package let name: String
    /// Twelve qubits; those the file names weigh 1, the others have the neutral value and weigh less.
    package let qubits: [PureQubit]
  }

  /// Two prototypes whose scores differ by at most this are both named.
  package static let closeness = 0.02
  /// Fewest prototypes of a table.
  package static let leastCount = 12

  /// Version of the table.
  package let version: String
  /// The prototypes in the order of the table, which is that of two names that are joined.
  package let archetypes: [Archetype]

  /// Reads a table.
  ///
  /// - Parameter json: `{"version", "order": [name], "unnamed_value", "unnamed_weight", "prototypes": {name: {dimension: value}}}`.
  /// - Throws: `ResourceError` when the file is malformed, a value is out of range, there are fewer than twelve, or the order
  ///   does not have each of them once.
  package init(json: [UInt8]) throws(ResourceError) {
    let file = try ResourceFile.decode(File.self, from: json, file: Self.fileName)
    version = file.version
    var archetypes: [Archetype] = []
    for (name, values) in file.prototypes.sorted(by: { $0.key < $1.key }) {
      archetypes.append(try Self.archetype(name, values, file))
    }
    guard file.order.sorted() == archetypes.map(\.name) else {
      throw ResourceError(file: Self.fileName, reason: "order: each prototype once")
    }
    let places = Dictionary(uniqueKeysWithValues: file.order.enumerated().map { ($1, $0) })
    archetypes.sort { places[$0.name, default: 0] < places[$1.name, default: 0] }
    guard archetypes.count >= Self.leastCount else {
      throw ResourceError(file: Self.fileName, reason: "\(archetypes.count) prototypes; at least \(Self.leastCount)")
    }
    self.archetypes = archetypes
  }

  /// The name of the nearest prototype, joined by `_` with the second when that is nearly as near; `nil` without any
  /// dimension. Two that are joined stand in the order of the table, whichever is nearer: that may change with every
  /// release.
  package func name(for state: SegmentState) -> String? {
    let ranked = archetypes.enumerated().compactMap { place, archetype in
      Compatibility(archetype.qubits, with: state).map { (name: archetype.name, place: place, score: $0.score) }
    }.sorted { ($1.score, $0.place) < ($0.score, $1.place) }
    guard let first = ranked.first else { return nil }
    guard ranked.count > 1, first.score - ranked[1].score <= Self.closeness else { return first.name }
    return ranked.prefix(2).sorted { $0.place < $1.place }.map(\.name).joined(separator: "_")
  }

  private static let fileName = "archetypes.json"

  private struct File: Decodable {
    let version: String
    let order: [String]
    let unnamedValue: Double
    let unnamedWeight: Double
    let prototypes: [String: [String: Double]]

    enum CodingKeys: String, CodingKey {
      case version, order, prototypes
      case unnamedValue = "unnamed_value"
      case unnamedWeight = "unnamed_weight"
    }
  }

  private static func archetype(
    _ name: String, _ values: [String: Double], _ file: File
  ) throws(ResourceError) -> Archetype {
    let named = try ResourceFile.qubits(values, of: name, file: fileName)
    guard !name.isEmpty, !name.contains("_"), !named.isEmpty else {
      throw ResourceError(file: fileName, reason: "\"\(name)\": a name without _ and at least one dimension")
    }
    let rest = Dimension.allCases.filter { dimension in !named.contains { $0.dimension == dimension } }
    let unnamed = rest.compactMap { PureQubit($0, value: file.unnamedValue, weight: file.unnamedWeight) }
    guard unnamed.count == rest.count else {
      throw ResourceError(file: fileName, reason: "unnamed_value lies in [0, 1] and unnamed_weight is above 0")
    }
    return Archetype(name: name, qubits: (named + unnamed).sorted { $0.dimension.rawValue < $1.dimension.rawValue })
  }
}
