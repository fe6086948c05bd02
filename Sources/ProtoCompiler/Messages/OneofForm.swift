internal import ProtoSchema

/// How a oneof looks in Swift: a property holding an enum with a case per field.
struct OneofForm {
  let oneof: OneofDescriptor
  /// The property's name.
  let property: String
  /// The enum's name, without the message around it.
  let type: String
  /// The fields, in written order.
  let fields: [FieldForm]

  init(_ oneof: OneofDescriptor, fields: [FieldForm], in message: MessageDescriptor) {
    self.oneof = oneof
    self.fields = fields
    property = SwiftNames.property(oneof.name)
    let name = SwiftNames.type(SwiftNames.upperCamel(oneof.name))
    let taken = message.messages.map(\.name) + message.enums.map(\.name)
    type = taken.contains(name) ? name + "OneOf" : name
  }

  /// The case of a field.
  func caseName(_ form: FieldForm) -> String {
    SwiftNames.enumCase(form.bareProperty)
  }
}
