internal import Transport
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
      fields.append(HeaderField(detailsName, Base64.encode(packed(status), isPadded: false)))
    }
    return fields
  }

  /// The status in the fields, nil when there is no `grpc-status` in them; a code that is no number from 0 to 16 is
  /// UNKNOWN.
  static func status(in fields: [HeaderField]) -> Status? {
    var (code, message, details): (String?, String?, String?)
    // The length of a name leaves one that it can be.
    for index in fields.indices {
      switch fields[index].name.utf8.count {
      case 11 where code == nil && fields[index].name == codeName: code = fields[index].value
      case 12 where message == nil && fields[index].name == messageName: message = fields[index].value
      case 23 where details == nil && fields[index].name == detailsName: details = fields[index].value
      default: break
      }
    }
    guard let code else { return nil }
    if code == "0", message == nil, details == nil { return .ok }
    let text = message.map { PercentEncoding.decode($0.utf8) } ?? ""
    guard let number = Int(code), let known = StatusCode(rawValue: number) else {
      return Status(code: .unknown, message: "the server sent grpc-status \"\(code)\": \(text)")
    }
    return Status(code: known, message: text, details: details.map(unpacked) ?? [])
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
  private static func unpacked(_ text: String) -> [GoogleProtobufAny] {
    guard let bytes = Base64.decode(Array(text.utf8), as: .strict),
      let message = try? GoogleRPCStatus(serializedBytes: bytes)
    else { return [] }
    return message.details
  }
}
