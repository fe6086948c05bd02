/// The metadata of a call: an ordered list of names and values, in which a name may occur more than once.
///
/// A name is lower case letters, digits and `_` `-` `.`; one ending in `-bin` has bytes for a value, every other
/// printable ASCII text. What does not fit is refused, never repaired. Received text may also have tabs and characters
/// beyond ASCII in it, as proxies put there what HTTP allows; such entries may be passed on as they are, and in a log
/// they must be escaped.
public struct Metadata: Sendable, Hashable {
  /// A value: text, or bytes under a name that ends in `-bin`.
  public enum Value: Sendable, Hashable {
    case text(String)
    case binary([UInt8])
  }

  /// A name with one value.
  public struct Entry: Sendable, Hashable {
    /// The name, in lower case.
    public let name: String
    /// The value.
    public let value: Value
  }

  /// All entries, in the order they were added or received.
  public private(set) var entries: [Entry] = []

  /// Metadata without entries.
  public init() {}

  /// Whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }

  /// The first text value under the name, nil when there is none.
  public subscript(name: String) -> String? {
    for entry in entries where entry.name == name {
      if case .text(let text) = entry.value { return text }
    }
    return nil
  }

  /// Every text value under the name, in order.
  public func texts(for name: String) -> [String] {
    entries.compactMap { entry in
      guard entry.name == name, case .text(let text) = entry.value else { return nil }
      return text
    }
  }

  /// Every binary value under the name, in order.
  public func binaries(for name: String) -> [[UInt8]] {
    entries.compactMap { entry in
      guard entry.name == name, case .binary(let bytes) = entry.value else { return nil }
      return bytes
    }
  }

  /// Adds a text value after those there are.
  /// - Throws: when the name is malformed, reserved for gRPC itself, or ends in `-bin`, or the value is not printable
  ///   ASCII.
  public mutating func add(_ text: String, for name: String) throws(MetadataError) {
    try MetadataName.check(name, isBinary: false)
    try MetadataText.check(text, name: name)
    entries.append(Entry(name: name, value: .text(text)))
  }

  /// Adds a binary value after those there are.
  /// - Throws: when the name is malformed, reserved, or does not end in `-bin`.
  public mutating func add(binary bytes: [UInt8], for name: String) throws(MetadataError) {
    try MetadataName.check(name, isBinary: true)
    entries.append(Entry(name: name, value: .binary(bytes)))
  }

  /// Puts a text value in the place of all there are under the name.
  /// - Throws: as `add(_:for:)`.
  public mutating func set(_ text: String, for name: String) throws(MetadataError) {
    try MetadataName.check(name, isBinary: false)
    try MetadataText.check(text, name: name)
    removeAll(for: name)
    entries.append(Entry(name: name, value: .text(text)))
  }

  /// Removes every value under the name.
  public mutating func removeAll(for name: String) {
    entries.removeAll { $0.name == name }
  }

  /// Adds an entry of other metadata after those there are.
  public mutating func append(_ entry: Entry) {
    entries.append(entry)
  }

  /// Adds every entry of the other, after those there are.
  public mutating func append(contentsOf other: Metadata) {
    entries.append(contentsOf: other.entries)
  }

  /// Makes room for so many entries.
  mutating func reserveCapacity(_ count: Int) {
    entries.reserveCapacity(count)
  }
}
