/// A JSON value whose objects keep the order of their members, so that the same input gives the same text.
indirect enum JSONTree: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number, in the digits it was written with.
  case number(String)
  case string(String)
  case array([JSONTree])
  case object([Member])

  /// A member of an object.
  struct Member: Sendable, Hashable {
    let name: String
    var value: JSONTree
  }

  /// The members of an object, the elements of an array; none of anything else.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }
  var elements: [JSONTree] { if case .array(let elements) = self { elements } else { [] } }
  /// The text of a string.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The value of a member; setting nil removes it, and setting one of what is no object makes an object of it.
  subscript(name: String) -> JSONTree? {
    get { members.last { $0.name == name }?.value }
    set {
      var members = members
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  /// Returns the value with a merge patch (RFC 7396) laid over it: members are merged, `null` removes one, and everything
  /// else takes the place of what was there.
  func patched(with patch: JSONTree) -> JSONTree {
    guard case .object(let changes) = patch else { return patch }
    var result = if case .object = self { self } else { JSONTree.object([]) }
    for change in changes {
      result[change.name] = change.value == .null ? nil : (result[change.name] ?? .null).patched(with: change.value)
    }
    return result
  }

  /// Every string that is the value of a member of a name, at whatever depth.
  func strings(named name: String) -> [String] {
    elements.flatMap { $0.strings(named: name) }
      + members.flatMap { member in
        (member.name == name ? [member.value.text].compactMap { $0 } : []) + member.value.strings(named: name)
      }
  }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .string(text) }
  init(booleanLiteral flag: Bool) { self = .bool(flag) }
  init(integerLiteral number: Int) { self = .number(String(number)) }
  init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
  init(dictionaryLiteral members: (String, JSONTree)...) {
    self = .object(members.map { Member(name: $0, value: $1) })
  }
}

// MARK: Text

extension JSONTree {
  /// The value as JSON text, indented by two blanks a level, with a line's end behind it.
  var document: String {
    var out = ""
    write(to: &out, depth: 0)
    return out + "\n"
  }

  private func write(to out: inout String, depth: Int) {
    switch self {
    case .null: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .number(let digits): out += digits
    case .string(let text): Self.write(text, to: &out)
    case .array(let elements):
      Self.list(elements, between: "[", "]", to: &out, depth: depth) { $1.write(to: &$0, depth: depth + 1) }
    case .object(let members):
      Self.list(members, between: "{", "}", to: &out, depth: depth) { out, member in
        Self.write(member.name, to: &out)
        out += ": "
        member.value.write(to: &out, depth: depth + 1)
      }
    }
  }

  private static func list<Part>(
    _ parts: [Part], between opening: String, _ closing: String, to out: inout String, depth: Int,
    _ write: (inout String, Part) -> Void
  ) {
    out += opening
    for (index, part) in parts.enumerated() {
      out += (index == 0 ? "\n" : ",\n") + String(repeating: "  ", count: depth + 1)
      write(&out, part)
    }
    if !parts.isEmpty { out += "\n" + String(repeating: "  ", count: depth) }
    out += closing
  }

  private static func write(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
