/// The fields of a message by number and by name.
public struct FieldTable: Sendable {
  /// One field.
  public struct Entry: Sendable, Hashable {
    /// The number on the wire.
    public var number: Int32
    /// The name in the schema.
    public var name: String
    /// The name in JSON.
    public var jsonName: String

    /// A field.
    public init(_ number: Int32, _ name: String, _ jsonName: String) {
      self.number = number
      self.name = name
      self.jsonName = jsonName
    }
  }

  /// The fields in the order of the schema.
  public let entries: [Entry]
  private let numbers: [String: Int32]

  /// A table of fields.
  public init(_ entries: [Entry]) {
    self.entries = entries
    var numbers: [String: Int32] = [:]
    for entry in entries { numbers[entry.name] = entry.number }
    for entry in entries { numbers[entry.jsonName] = entry.number }
    self.numbers = numbers
  }

  /// A table of one field a line: number, name, and the name in JSON where it differs.
  public init(_ lines: String) {
    // Bytes, since a name in JSON may begin with a mark that joins the blank before it to one character.
    let lines = lines.utf8.split(separator: UInt8(ascii: "\n"))
    self.init(
      lines.compactMap { line in
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
          .map { String(Substring($0)) }
        guard parts.count > 1, let number = Int32(parts[0]) else { return nil }
        return Entry(number, parts[1], parts.count > 2 ? parts[2] : parts[1])
      })
  }

  /// The field at a place in the order of the schema, counted from 0.
  public subscript(index: Int) -> Entry { entries[index] }

  /// The schema's name of a field, or its number in words when the schema has no such field.
  public func name(_ number: Int32) -> String {
    entries.first { $0.number == number }?.name ?? "field \(number)"
  }

  /// The number of the field with a JSON name or a schema name.
  public func number(_ name: String) -> Int32? {
    numbers[name]
  }
}
