/// A message in the making, whose fields options set one by one or in parts.
///
/// As in protobuf's own compiler, its bytes have the fields in the order of their numbers, whichever came first, and not
/// those that are for readers of the source alone.
struct OptionFields {
  /// What is given to a field.
  enum Content {
    /// A value without its tag.
    case value([UInt8])
    case message(OptionFields)
  }

  private struct Entry {
    let field: FieldDescriptor
    var payloads: [[UInt8]] = []
    var message: OptionFields?
  }

  private var entries: [Int32: Entry] = [:]

  /// Whether a field is set.
  func holds(_ field: FieldDescriptor) -> Bool { entries[field.number] != nil }

  /// Sets the field that a way through messages leads to.
  /// - Returns: false when it is set already and is not repeated.
  mutating func set(_ content: Content, along steps: ArraySlice<FieldDescriptor>) -> Bool {
    guard let field = steps.first else { return true }
    guard steps.count > 1 else { return add(content, to: field) }
    var entry = entries[field.number] ?? Entry(field: field)
    var message = entry.message ?? OptionFields()
    guard message.set(content, along: steps.dropFirst()) else { return false }
    entry.message = message
    entries[field.number] = entry
    return true
  }

  private mutating func add(_ content: Content, to field: FieldDescriptor) -> Bool {
    guard field.isPlural || !holds(field) else { return false }
    var entry = entries[field.number] ?? Entry(field: field)
    switch content {
    case .value(let payload): entry.payloads.append(payload)
    case .message(let message) where field.isPlural: entry.payloads.append(message.bytes)
    case .message(let message): entry.message = message
    }
    entries[field.number] = entry
    return true
  }

  /// The message's bytes.
  var bytes: [UInt8] {
    entries.sorted { $0.key < $1.key }.flatMap { _, entry in
      if entry.field.isForSourceOnly { return [UInt8]() }
      if let message = entry.message { return entry.field.wrapping(message.bytes) }
      return entry.field.encoded(entry.payloads)
    }
  }
}

extension FieldDescriptor {
  /// Whether it holds more than one value.
  var isPlural: Bool {
    if case .repeated = cardinality { true } else { isMap }
  }

  /// Whether descriptors leave out the option that the field is.
  fileprivate var isForSourceOnly: Bool { options.written.value("retention") == .identifier("RETENTION_SOURCE") }

  /// A message field of given content, between group tags if it is one; in a message set an item of number and content.
  fileprivate func wrapping(_ content: [UInt8]) -> [UInt8] {
    var out = MessageBytes()
    if isMessageSetItem {
      out.tag(1, wireType: 3)
      out.integer(2, Int64(number))
      out.field(3, content)
      out.tag(1, wireType: 4)
    } else if case .group = kind {
      out.tag(number, wireType: 3)
      out.raw(content)
      out.tag(number, wireType: 4)
    } else {
      out.field(number, content)
    }
    return out.bytes
  }

  /// The field with its tags; a proto3 field that is zero is left out.
  fileprivate func encoded(_ payloads: [[UInt8]]) -> [UInt8] {
    if extendee == nil, cardinality == .implicit, payloads.allSatisfy({ $0.allSatisfy { $0 == 0 } }) { return [] }
    guard cardinality == .repeated(isPacked: true) else { return payloads.flatMap(tagged) }
    guard !payloads.isEmpty else { return [] }
    var out = MessageBytes()
    out.field(number, payloads.flatMap { $0 })
    return out.bytes
  }

  private func tagged(_ payload: [UInt8]) -> [UInt8] {
    var out = MessageBytes()
    switch kind {
    case _ where isMap: out.field(number, payload)
    case .message, .group: return wrapping(payload)
    case .enumeration:
      out.tag(number, wireType: 0)
      out.raw(payload)
    case .scalar(let type):
      out.tag(number, wireType: type.wireType)
      out.raw(payload)
    }
    return out.bytes
  }
}
