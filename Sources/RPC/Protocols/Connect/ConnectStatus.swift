internal import Transport
internal import WireFormat

/// The outcomes of calls as the Connect protocol writes them.
extension StatusCode {
  /// The name in an error's `code`.
  var connectName: String {
    // The one name that differs from gRPC's by more than its case.
    self == .cancelled ? "canceled" : description.lowercased()
  }

  /// The HTTP status of a unary answer, from the table of the protocol.
  package var connectHTTPStatus: Int {
    switch self {
    case .ok: 200
    case .invalidArgument, .failedPrecondition, .outOfRange: 400
    case .unauthenticated: 401
    case .permissionDenied: 403
    case .notFound: 404
    case .alreadyExists, .aborted: 409
    case .resourceExhausted: 429
    case .cancelled: 499
    case .unknown, .internal, .dataLoss: 500
    case .unimplemented: 501
    case .unavailable: 503
    case .deadlineExceeded: 504
    }
  }
}

/// The JSON that Connect puts errors and ends of streams into.
enum ConnectJSON {
  /// Details of these types are also given in JSON, for a person to read.
  private static let readable: MessageTypes = [.google_rpc_error_details]

  /// An error that is the whole body of a unary answer.
  static func error(_ status: Status) -> [UInt8] { text(of: errorObject(status)) }

  /// The last envelope's content: the error, if the call has one, and the trailing metadata.
  static func end(_ status: Status, _ metadata: [HeaderField]) -> [UInt8] {
    var end = GoogleProtobufStruct()
    if status.code != .ok { end.fields["error"] = value(errorObject(status)) }
    guard !metadata.isEmpty else { return text(of: end) }
    var fields: [String: [String]] = [:]
    for field in metadata { fields[field.name, default: []].append(field.value) }
    var object = GoogleProtobufStruct()
    for (name, values) in fields { object.fields[name] = list(values.map(string)) }
    end.fields["metadata"] = value(object)
    return text(of: end)
  }

  private static func errorObject(_ status: Status) -> GoogleProtobufStruct {
    var error = GoogleProtobufStruct()
    error.fields["code"] = string(status.code.connectName)
    if !status.message.isEmpty { error.fields["message"] = string(status.message) }
    if !status.details.isEmpty { error.fields["details"] = list(status.details.map { value(detail($0)) }) }
    return error
  }

  private static func detail(_ detail: GoogleProtobufAny) -> GoogleProtobufStruct {
    let name = detail.typeURL.split(separator: "/").last.map(String.init) ?? ""
    var object = GoogleProtobufStruct()
    object.fields["type"] = string(name)
    object.fields["value"] = string(Base64.encode(detail.value, isPadded: false))
    if let debug = debug(name, detail.value) { object.fields["debug"] = debug }
    return object
  }

  /// A detail in JSON; nil when its type is not known here or it has no such form.
  private static func debug(_ name: String, _ bytes: [UInt8]) -> GoogleProtobufValue? {
    guard let type = readable[name], let message = try? type.init(serializedBytes: bytes),
      let json = try? message.jsonUTF8Bytes()
    else { return nil }
    return try? GoogleProtobufValue(jsonUTF8Bytes: json)
  }

  private static func string(_ text: String) -> GoogleProtobufValue {
    var value = GoogleProtobufValue()
    value.kind = .stringValue(text)
    return value
  }

  private static func value(_ object: GoogleProtobufStruct) -> GoogleProtobufValue {
    var value = GoogleProtobufValue()
    value.kind = .structValue(object)
    return value
  }

  private static func list(_ values: [GoogleProtobufValue]) -> GoogleProtobufValue {
    var list = GoogleProtobufListValue()
    list.values = values
    var value = GoogleProtobufValue()
    value.kind = .listValue(list)
    return value
  }

  /// Texts, lists and objects of them always have a JSON form.
  private static func text(of object: GoogleProtobufStruct) -> [UInt8] {
    do { return try object.jsonUTF8Bytes() } catch { return Array(#"{"error":{"code":"internal"}}"#.utf8) }
  }
}
