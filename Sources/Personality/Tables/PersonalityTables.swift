/// The published tables of the personality engine.
package struct PersonalityTables: Sendable {
  /// Words of products and events.
  package let lexicon: Lexicon
  /// Prototypes of personalities.
  package let archetypes: ArchetypeTable

  /// Tables read from elsewhere.
  package init(lexicon: Lexicon, archetypes: ArchetypeTable) {
    self.lexicon = lexicon
    self.archetypes = archetypes
  }

  /// The tables that are compiled into the program.
  /// - Throws: `ResourceError` when the program was built with a malformed table.
  package static func published() throws(ResourceError) -> PersonalityTables {
    PersonalityTables(lexicon: try Lexicon(json: lexiconBytes), archetypes: try ArchetypeTable(json: archetypeBytes))
  }

  /// The file of the lexicon, byte for byte; part of what `policy_version` is the hash of.
  package static var lexiconBytes: [UInt8] { PackageResources.lexicon_json }
  /// The file of the prototypes, byte for byte; part of what `policy_version` is the hash of.
  package static var archetypeBytes: [UInt8] { PackageResources.archetypes_json }
}
