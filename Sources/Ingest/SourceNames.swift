import Cryptography
import Population

/// What the files call people, places and items, turned into what is kept: people become pseudonyms, the places of
/// `venues` are the region's registered ones, and items are known by a keyed hash.
struct SourceNames: Sendable {
  private let pseudonymizer: Pseudonymizer
  private let namespace: SubjectNamespace
  private let region: String

  init(_ options: ImportOptions) {
    (pseudonymizer, namespace, region) = (options.pseudonymizer, options.namespace, options.region)
  }

  /// The pseudonym of a person.
  func agent(_ user: String) throws -> AgentID { try pseudonymizer.agent(user.utf8, in: namespace) }

  /// The number of a place of `venues`.
  func place(_ venue: String) -> UInt64 { PublicID.place(venue.utf8) }

  /// The number of an item.
  func item(_ item: String) throws -> UInt64 { try pseudonymizer.item(item.utf8, in: namespace) }

  /// The key of the time-shuffled copy.
  func shuffleKey() throws -> UInt64 { try pseudonymizer.key(for: "shuffle \(region)") }
}
