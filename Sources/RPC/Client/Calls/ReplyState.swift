internal import Transport

/// What the server has said so far: headers, then messages, then trailers with the status, or all of it in one block of
/// headers.
struct ReplyState: Sendable {
  /// What the headers of an answer mean.
  enum HeadersAction: Sendable, Hashable {
    /// They are metadata; messages may follow.
    case initialMetadata
    /// They are the whole answer ("trailers-only").
    case wholeAnswer
    /// The answer is not gRPC's: end the call with this.
    case fail(RPCError)
  }

  private var early: (status: Status, fields: [HeaderField])?
  private var hasHeaders = false

  /// Takes the headers; a status in them counts only when the stream ends with them.
  mutating func headers(_ fields: [HeaderField], endsStream: Bool) -> HeadersAction {
    hasHeaders = true
    var (http, type): (String?, String?)
    // The length of a name leaves one that it can be.
    for index in fields.indices {
      switch fields[index].name.utf8.count {
      case 7 where http == nil && fields[index].name == ":status": http = fields[index].value
      case 12 where type == nil && fields[index].name == "content-type": type = fields[index].value
      case 11 where endsStream && fields[index].name == StatusTrailers.codeName: return wholeAnswer(fields)
      default: break
      }
    }
    guard http == "200" else { return Self.foreign(http ?? "") }
    guard type == "application/grpc" || type?.hasPrefix("application/grpc") == true else {
      return .fail(.unknown("the server answered with content-type \"\(type ?? "")\", which is not gRPC's"))
    }
    return .initialMetadata
  }

  private mutating func wholeAnswer(_ fields: [HeaderField]) -> HeadersAction {
    early = StatusTrailers.status(in: fields).map { ($0, fields) }
    return .wholeAnswer
  }

  private static func foreign(_ status: String) -> HeadersAction {
    let code = Int(status).map(HTTPStatusMapping.code) ?? .unknown
    return .fail(RPCError(code: code, message: "the server answered with HTTP status \(status) and no grpc-status"))
  }

  /// The status of an answer that ends with these trailers, and the fields that came with it.
  func end(trailers: [HeaderField]) -> (status: Status, fields: [HeaderField]) {
    if let early { return early }
    if let status = StatusTrailers.status(in: trailers) { return (status, trailers) }
    let what = hasHeaders ? "without a grpc-status" : "without any answer"
    return (Status(code: .unknown, message: "the server ended the stream \(what)"), trailers)
  }
}
