internal import HTTP2
internal import WireFormat

/// The status of a call as header fields.
enum StatusTrailers {
  static let codeName = "grpc-status"
  static let messageName = "grpc-message"
  static let detailsName = "grpc-status-details-bin"

  /// What a server ends a call that succeeded with.
  static let success = ConstantHeaders(["grpc-status": "0"])

  /// The fields a server ends a call with.
  static func fields(for status: Status) -> [HeaderField] {
    var fields = [HeaderField(codeName, "\(status.code.rawValue)")]
    if !status.message.isEmpty {
      fields.append(HeaderField(messageName, PercentEncoding.encode(status.message)))
    }
    if !status.details.isEmpty {
      fields.append(HeaderField(detailsName, Base64.encode(packed(status))))
    }
    return fields
  }

  /// The status in the fields, nil when there is no `grpc-status` in them; a code that is no number from 0 to 16 is
  /// UNKNOWN.
  static func status(in fields: [HeaderField]) -> Status? {
    // Nearly every call ends with this and nothing else.
    if fields.count == 1, fields[0].value == "0", fields[0].name == codeName { return .ok }
    guard let code = fields.first(where: { $0.name == codeName }) else { return nil }
    let message = fields.first { $0.name == messageName }.map { PercentEncoding.decode($0.value.utf8) } ?? ""
    guard let number = Int(code.value), let known = StatusCode(rawValue: number) else {
      return Status(code: .unknown, message: "the server sent grpc-status \"\(code.value)\": \(message)")
    }
    return Status(code: known, message: message, details: details(in: fields))
  }

  /// The metadata in the fields: all but HTTP's and gRPC's own, and but what is malformed, which must not hide the
  /// status.
  static func metadata(in fields: [HeaderField]) -> Metadata {
    var metadata = Metadata()
    for field in fields where !field.name.hasPrefix(":") && !MetadataName.reserved.contains(field.name) {
      do throws(MetadataError) { try metadata.append(received: field) } catch { continue }
    }
    return metadata
  }

  private static func packed(_ status: Status) -> [UInt8] {
    var message = GoogleRPCStatus()
    message.code = Int32(status.code.rawValue)
    message.message = status.message
    message.details = status.details
    return message.serializedBytes()
  }

  /// The details, none when they cannot be read: they add to a status and must not replace it.
  private static func details(in fields: [HeaderField]) -> [GoogleProtobufAny] {
    guard let field = fields.first(where: { $0.name == detailsName }), let bytes = Base64.decode(field.value.utf8),
      let message = try? GoogleRPCStatus(serializedBytes: bytes)
    else { return [] }
    return message.details
  }
}
