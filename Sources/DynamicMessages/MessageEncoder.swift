package import ProtoSchema
internal import WireFormat

/// Encodes JSON as messages of a schema that is read at run time.
///
/// It follows the proto3 JSON rules with both name styles; `google.protobuf` types with a JSON form of their own are
/// encoded by the runtime's own messages.
package struct MessageEncoder: Sendable {
  private let schema: Schema

  /// An encoder of a schema's messages.
  package init(schema: Schema) {
    self.schema = schema
  }

  /// The bytes of a message.
  /// - Parameters:
  ///   - text: the JSON object.
  ///   - message: the full name of the message, without a leading point.
  package func binary(ofJSON text: String, as message: String) throws(MessageEncodingError) -> [UInt8] {
    let value: GoogleProtobufValue
    do { value = try GoogleProtobufValue(jsonString: text) } catch {
      throw MessageEncodingError(path: "", reason: "\(error)")
    }
    return try encode(value, message)
  }

  private func encode(_ value: GoogleProtobufValue, _ name: String) throws(MessageEncodingError) -> [UInt8] {
    if let form = KnownForm.of(name) { return try form(JSONText.of(value)) }
    guard let descriptor = schema.messages[name] else {
      throw MessageEncodingError(path: "", reason: "the schema has no message \(name)")
    }
    guard case .structValue(let object) = value.kind else {
      throw MessageEncodingError(path: "", reason: "expected an object for \(name)")
    }
    var bytes: [UInt8] = []
    var chosen: [Int: String] = [:]
    for (key, member) in object.fields.sorted(by: { $0.key < $1.key }) {
      guard let field = descriptor.fields.first(where: { $0.jsonName == key || $0.name == key }) else {
        let known = descriptor.fields.map(\.name).joined(separator: ", ")
        throw MessageEncodingError(path: key, reason: "\(name) has no such field; it has \(known)")
      }
      if case .nullValue = member.kind, field.typeName != "google.protobuf.Value" { continue }
      if let index = field.oneofIndex, let other = chosen.updateValue(key, forKey: index) {
        throw MessageEncodingError(path: key, reason: "\(other) of the same oneof is set too")
      }
      do throws(MessageEncodingError) { bytes += try self.field(member, field) } catch { throw error.within(key) }
    }
    return bytes
  }

  private func field(_ value: GoogleProtobufValue, _ field: FieldDescriptor) throws(MessageEncodingError) -> [UInt8] {
    switch field.cardinality {
    case .implicit, .optional, .required: try single(value, field.kind, number: field.number)
    case .repeated: try list(value, field)
    case .map(let key): try map(value, field, key: key)
    }
  }

  private func single(
    _ value: GoogleProtobufValue, _ kind: FieldDescriptor.Kind, number: Int32
  ) throws(MessageEncodingError) -> [UInt8] {
    switch kind {
    case .scalar(let type): return try ScalarText.field(value, type, number: number)
    case .message(let name): return WireBytes.lengthPrefixed(try encode(value, name), number: number)
    case .enumeration(let name): return WireBytes.varint(try enumNumber(value, name), number: number)
    case .group(let name):
      throw MessageEncodingError(path: "", reason: "\(name) is a proto2 group, which has no JSON form")
    }
  }

  private func list(_ value: GoogleProtobufValue, _ field: FieldDescriptor) throws(MessageEncodingError) -> [UInt8] {
    guard case .listValue(let list) = value.kind else {
      throw MessageEncodingError(path: "", reason: "expected a list")
    }
    var bytes: [UInt8] = []
    for (index, element) in list.values.enumerated() {
      do throws(MessageEncodingError) { bytes += try single(element, field.kind, number: field.number) } catch {
        throw error.within("[\(index)]")
      }
    }
    return bytes
  }

  private func map(
    _ value: GoogleProtobufValue, _ field: FieldDescriptor, key type: ScalarType
  ) throws(MessageEncodingError) -> [UInt8] {
    guard case .structValue(let object) = value.kind else {
      throw MessageEncodingError(path: "", reason: "expected an object")
    }
    var bytes: [UInt8] = []
    for (key, element) in object.fields.sorted(by: { $0.key < $1.key }) {
      do throws(MessageEncodingError) {
        let entry = try ScalarText.key(key, type) + single(element, field.kind, number: 2)
        bytes += WireBytes.lengthPrefixed(entry, number: field.number)
      } catch { throw error.within("[\"\(key)\"]") }
    }
    return bytes
  }

  private func enumNumber(_ value: GoogleProtobufValue, _ name: String) throws(MessageEncodingError) -> UInt64 {
    let known = schema.enums[name]?.values ?? []
    switch value.kind {
    case .stringValue(let word):
      if let found = known.first(where: { $0.name == word }) { return UInt64(bitPattern: Int64(found.number)) }
    case .numberValue(let number):
      if let found = Int32(exactly: number) { return UInt64(bitPattern: Int64(found)) }
    case .nullValue where name == "google.protobuf.NullValue": return 0
    default: break
    }
    let allowed = known.map(\.name).joined(separator: ", ")
    throw MessageEncodingError(path: "", reason: "expected one of \(allowed), or a number")
  }
}
