/// Fields a message carried that its schema does not know, kept to be written again.
public struct UnknownFields: Sendable, Hashable {
  /// The fields with their tags, in the order they came.
  public var bytes: [UInt8] { storage }

  @usableFromInline var storage: [UInt8] = []

  /// No fields.
  @inlinable
  public init() {}

  /// Whether there are none.
  @inlinable
  public var isEmpty: Bool { storage.isEmpty }

  /// Adds a field with its tag.
  @usableFromInline
  mutating func append(_ field: [UInt8]) {
    storage += field
  }

  /// Writes the fields; they stand behind the known ones.
  @inlinable
  public func encode(to writer: inout WireWriter) {
    if !storage.isEmpty { writer.raw(storage) }
  }
}
