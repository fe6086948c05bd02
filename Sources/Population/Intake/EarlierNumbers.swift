package import Cryptography

/// The numbers under which places and items were recorded while no region had registered them: keyed by whose names they
/// were.
package struct EarlierNumbers: Sendable {
  private let pseudonymizer: Pseudonymizer
  private let namespaces: [SubjectNamespace]

  /// The numbers that names of these namespaces have.
  package init(_ pseudonymizer: Pseudonymizer, in namespaces: [SubjectNamespace]) {
    (self.pseudonymizer, self.namespaces) = (pseudonymizer, namespaces)
  }

  /// The numbers of what an id names, as a place and as an item.
  ///
  /// - Throws: `CryptographyError` when the library fails.
  package func of(_ id: some Collection<UInt8>) throws(CryptographyError) -> [UInt64] {
    var numbers: [UInt64] = []
    for namespace in namespaces {
      numbers.append(try pseudonymizer.place(id, in: namespace))
      numbers.append(try pseudonymizer.item(id, in: namespace))
    }
    return numbers
  }

  /// The public numbers of items by those that they had.
  package func of(_ items: [ZoneMap.Item]) throws(CryptographyError) -> [UInt64: UInt64] {
    var known: [UInt64: UInt64] = [:]
    for item in items {
      for number in try of(item.id.utf8) { known[number] = PublicID.place(item.id.utf8) }
    }
    return known
  }
}
