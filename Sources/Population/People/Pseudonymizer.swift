package import Cryptography

/// Whose names the subjects are: the same name in two namespaces is two people.
package struct SubjectNamespace: Sendable, Hashable, CustomStringConvertible {
  /// The name of the namespace; it stands in every pseudonym.
  package let name: String

  private init(_ name: String) { self.name = name }

  /// The SPOTS application's own users, whatever region they registered in.
  package static let spots = SubjectNamespace("spots")

  /// The customers of a partner, by the partner's numbers.
  ///
  /// - Parameter partner: 3 to 32 of a-z and 0-9.
  package static func partner(_ partner: String) -> SubjectNamespace { SubjectNamespace("\(ofPartners)\(partner)") }

  /// Whether its people are a partner's customers, who may stand for people of SPOTS but are none themselves.
  package var isOfPartner: Bool { name.hasPrefix(Self.ofPartners) }

  private static let ofPartners = "partner:"

  /// The namespace of that name: `spots`, or another for a data set whose user numbers have nothing to do with those
  /// of SPOTS. Nil for a name that cannot be one; `partner:…` is nobody's to name.
  package init?(named name: String) {
    guard RegionID.isValid(name) else { return nil }
    self.init(name)
  }

  /// What a namespace may be called, to follow "allowed".
  package static let allowed = RegionID.allowed

  package var description: String { name }
}

/// Turns what a source calls people, places and events into what is kept of them: the one place where pseudonyms are made.
///
/// An agent id is HMAC-SHA256 under the store's pepper of a domain separator, the namespace and the subject, so that one
/// person has one id, whether an import, a session or a stream of actions names them, and who does not hold the pepper
/// cannot tell who is meant. Subjects are bytes: texts that only look alike are different people.
package struct Pseudonymizer: Sendable {
  private let secret: [UInt8]

  /// Makes pseudonyms under a secret of at least one byte.
  package init(secret: [UInt8]) { self.secret = secret }

  /// The pseudonym of a person.
  ///
  /// - Throws: `CryptographyError` when the library fails.
  package func agent(_ subject: some Sequence<UInt8>, in namespace: SubjectNamespace) throws(CryptographyError)
    -> AgentID
  {
    let code = try code("agent", [Array(namespace.name.utf8), Array(subject)])
    return AgentID(words: code.word(at: 0), code.word(at: 8), code.word(at: 16), code.word(at: 24))
  }

  /// The number of a place that no region has registered, from the id that a source gives it.
  package func place(_ id: some Sequence<UInt8>, in namespace: SubjectNamespace) throws(CryptographyError) -> UInt64 {
    try number("place", id, namespace)
  }

  /// The number of an item that no region has registered, from the id that a source gives it.
  package func item(_ id: some Sequence<UInt8>, in namespace: SubjectNamespace) throws(CryptographyError) -> UInt64 {
    try number("item", id, namespace)
  }

  /// What is remembered of an event, from the id that a partner gives it.
  package func event(_ id: some Sequence<UInt8>, of partner: String) throws(CryptographyError) -> EventID {
    let code = try code("event", [Array(partner.utf8), Array(id)])
    return EventID(leadingWord: code.word(at: 0), rest: UInt16(code[8]) << 8 | UInt16(code[9]))
  }

  private func number(
    _ kind: String, _ id: some Sequence<UInt8>, _ namespace: SubjectNamespace
  ) throws(CryptographyError) -> UInt64 {
    try code(kind, [Array(namespace.name.utf8), Array(id)]).word(at: 0) | PublicID.mark
  }

  /// The code of a message whose parts cannot run into each other: each is preceded by its length.
  private func code(_ kind: String, _ parts: [[UInt8]]) throws(CryptographyError) -> [UInt8] {
    try HMACSHA256.code(for: PublicID.message(kind, parts), key: secret)
  }
}

/// The numbers of places and items that a region has registered: public, so no secret is in them.
package enum PublicID {
  /// Set in every number, because small numbers stand for places that are not named.
  static let mark: UInt64 = 1 << 63

  /// The number of a registered place, the first 64 bits of SHA-256 of its id.
  package static func place(_ id: some Sequence<UInt8>) -> UInt64 {
    SHA256.digest(message("public place", [Array(id)])).word(at: 0) | mark
  }

  /// The number of a registered item.
  package static func item(_ id: some Sequence<UInt8>) -> UInt64 {
    SHA256.digest(message("public item", [Array(id)])).word(at: 0) | mark
  }

  /// What is hashed: a domain separator, then each part after its length in four bytes.
  static func message(_ kind: String, _ parts: [[UInt8]]) -> [UInt8] {
    parts.reduce(into: Array("spots.\(kind).v1".utf8)) { message, part in
      message += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: part.count >> $0) }
      message += part
    }
  }
}

extension [UInt8] {
  /// Eight bytes as a big-endian number.
  fileprivate func word(at start: Int) -> UInt64 {
    self[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
