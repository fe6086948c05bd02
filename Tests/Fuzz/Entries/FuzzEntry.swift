/// A property that must hold for every input, under the name its corpus is kept by.
struct FuzzEntry: Sendable, CustomStringConvertible {
  /// The name of the folders `Corpus/NAME` and `Failures/NAME`.
  let name: String
  /// Tries the property on an input of any bytes.
  let check: @Sendable ([UInt8]) throws(Violation) -> Void

  var description: String { name }

  /// Every property there is.
  static let all: [FuzzEntry] = [
    SchemaEntry.entry, BinaryEntry.entry, JSONEntry.entry, ServerSessionEntry.entry, ClientSessionEntry.entry,
    HTTP1MessageEntry.entry,
    RequestHeadEntry.entry, ReplyEntry.entry, MetadataEntry.entry, DeframerEntry.entry, CompressionEntry.entry,
  ]
}

/// A property that an input has broken.
struct Violation: Error, CustomStringConvertible {
  let description: String

  /// Throws the words when the condition does not hold.
  static func unless(_ condition: Bool, _ words: @autoclosure () -> String) throws(Violation) {
    guard condition else { throw Violation(description: words()) }
  }
}
