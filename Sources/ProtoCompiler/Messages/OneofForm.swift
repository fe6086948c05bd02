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

  private let cases: [Int32: String]

  init(_ oneof: OneofDescriptor, at index: Int, fields: [FieldForm], names: MemberNames) {
    self.oneof = oneof
    self.fields = fields
    property = names.oneofs[index]
    type = names.oneofTypes[index]
    cases = names.cases
  }

  /// The case of a field.
  func caseName(_ form: FieldForm) -> String {
    cases[form.field.number] ?? form.property
  }
}
