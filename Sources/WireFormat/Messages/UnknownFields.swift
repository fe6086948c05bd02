/// Fields a message carried that its schema does not know, kept to be written again.
public struct UnknownFields: Sendable, Hashable {
  /// The fields with their tags, in the order they came.
  public var bytes: [UInt8] { storage ?? [] }

  /// Nil when there are none, so that copies of a message have nothing to count here.
  @usableFromInline var storage: [UInt8]?

  /// No fields.
  @inlinable
  @inline(__always)
  public init() { storage = nil }

  /// Whether there are none.
  @inlinable
  @inline(__always)
  public var isEmpty: Bool { storage == nil }

  /// Adds a field with its tag.
  @usableFromInline
  mutating func append(_ field: [UInt8]) {
    if storage == nil { storage = field } else { storage?.append(contentsOf: field) }
  }

  /// Writes the fields; they stand behind the known ones.
  @inlinable
  public func encode(to writer: inout WireWriter) {
    if let storage { writer.raw(storage) }
  }
}
