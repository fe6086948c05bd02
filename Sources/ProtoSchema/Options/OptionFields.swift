/// An options message in the making: fields of the message itself by number, extensions behind them as they come.
struct OptionFields {
  private var known: [Int32: [UInt8]] = [:]
  private var parts: [Int32: [UInt8]] = [:]
  private var extensions: [UInt8] = []
  private var names: Set<String> = []

  /// Notes that an option is set; false when it, or what it is a part of, was set before.
  mutating func claim(_ steps: [FieldDescriptor]) -> Bool {
    var name = ""
    for step in steps.dropLast() {
      name += "/\(step.extendee ?? "").\(step.number)"
      if names.contains(name) { return false }
    }
    guard let last = steps.last else { return true }
    if case .repeated = last.cardinality { return true }
    return names.insert(name + "/\(last.extendee ?? "").\(last.number)").inserted
  }

  /// Adds the encoded field an option sets, within the messages that its name leads through.
  mutating func add(_ encoded: [UInt8], along steps: [FieldDescriptor]) {
    guard let first = steps.first else { return }
    var value = encoded
    for step in steps.dropFirst().dropLast().reversed() { value = step.wrapping(value) }
    if first.extendee != nil {
      extensions += steps.count > 1 ? first.wrapping(value) : value
    } else if steps.count > 1 {
      parts[first.number, default: []] += value
    } else {
      known[first.number, default: []] += value
    }
  }

  /// The message's bytes.
  var bytes: [UInt8] {
    var all = known
    for (number, value) in parts {
      var field = MessageBytes()
      field.field(number, value)
      all[number, default: []] += field.bytes
    }
    return all.sorted { $0.key < $1.key }.flatMap(\.value) + extensions
  }
}

extension FieldDescriptor {
  /// A message field of given content, between group tags if it is one.
  func wrapping(_ content: [UInt8]) -> [UInt8] {
    var out = MessageBytes()
    if case .group = kind {
      out.tag(number, wireType: 3)
      out.raw(content)
      out.tag(number, wireType: 4)
    } else {
      out.field(number, content)
    }
    return out.bytes
  }
}
