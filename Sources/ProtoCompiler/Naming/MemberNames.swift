internal import ProtoSchema

/// The Swift names of what a message holds; the scope is that of its struct.
struct MemberNames {
  /// The properties of fields, by number.
  private(set) var fields: [Int32: String] = [:]
  /// The properties with the storage of fields that are boxed, by number.
  private(set) var storage: [Int32: String] = [:]
  /// The properties of oneofs, in order.
  private(set) var oneofs: [String] = []
  /// The enums of oneofs, in order.
  private(set) var oneofTypes: [String] = []
  /// The cases of fields that are in a oneof, by number.
  private(set) var cases: [Int32: String] = [:]
  /// Messages and enums within the message, by full name.
  private(set) var types: [String: String] = [:]
  private var scope = NameScope()

  /// Names the members of a message.
  /// - Parameter seen: names of outer types that the message or what is in it uses, which no type in it may hide.
  init(of message: MessageDescriptor, seen: Set<String>) {
    let reserved = ReservedNames.innerTypes.union(seen)
    name(message.fields.sorted { $0.number < $1.number })
    oneofs = names(message.oneofs.map { WantedName(name: SwiftNames.lowerCamel($0.name), word: "Field") })
    let types =
      message.messages.map { ($0.fullName, WantedName(name: $0.name, word: "Message")) }
      + message.enums.map { ($0.fullName, WantedName(name: $0.name, word: "Message")) }
    let given = scope.names(for: types.map(\.1), reserved: reserved).map(SwiftNames.escaped)
    self.types = Dictionary(zip(types.map(\.0), given), uniquingKeysWith: { first, _ in first })
    nameOneofs(of: message, reserved: reserved)
  }

  private mutating func names(_ wanted: [WantedName]) -> [String] {
    scope.names(for: wanted, reserved: ReservedNames.messageMembers).map(SwiftNames.escaped)
  }

  private mutating func name(_ fields: [FieldDescriptor]) {
    let wanted = fields.map { WantedName(name: SwiftNames.lowerCamel($0.name), word: "Field", mark: "\($0.number)") }
    let given = names(wanted)
    let hidden = names(given.map { WantedName(name: "_" + $0.filter { $0 != "`" }, word: "Storage") })
    for (index, field) in fields.enumerated() {
      self.fields[field.number] = given[index]
      storage[field.number] = hidden[index]
    }
  }

  /// Types of oneofs give way to the message's own, whose name they would have for another reason.
  private mutating func nameOneofs(of message: MessageDescriptor, reserved: Set<String>) {
    for (index, oneof) in message.oneofs.enumerated() {
      let name = SwiftNames.upperCamel(oneof.name)
      let wanted = WantedName(name: scope.holds(name) ? name + "OneOf" : name, word: Self.word(name))
      oneofTypes += scope.names(for: [wanted], reserved: reserved).map(SwiftNames.escaped)
      var inner = NameScope()
      let fields = message.fields(ofOneof: index).sorted { $0.number < $1.number }
      let cases = fields.map { field in
        WantedName(name: (self.fields[field.number] ?? "").filter { $0 != "`" }, word: "Value", mark: "\(field.number)")
      }
      let given = inner.names(for: cases, reserved: ReservedNames.enumMembers).map(SwiftNames.escaped)
      for (field, name) in zip(fields, given) { self.cases[field.number] = name }
    }
  }

  private static func word(_ name: String) -> String { ReservedNames.types.contains(name) ? "Message" : "OneOf" }
}
