internal import HTTP2

/// What the server has said so far: headers, then messages, then trailers with the status, or all of it in one block of
/// headers.
struct ReplyState: Sendable {
  /// What the headers of an answer mean.
  enum HeadersAction: Sendable, Hashable {
    /// They are metadata; messages may follow.
    case initialMetadata
    /// They are the whole answer ("trailers-only"), if the stream ends with them.
    case wholeAnswer
    /// The answer is not gRPC's: end the call with this.
    case fail(RPCError)
  }

  private var early: (status: Status, fields: [HeaderField])?
  private var hasHeaders = false

  /// Takes the headers.
  mutating func headers(_ fields: [HeaderField]) -> HeadersAction {
    hasHeaders = true
    if let status = StatusTrailers.status(in: fields) {
      early = (status, fields)
      return .wholeAnswer
    }
    var (http, type) = ("", "")
    for field in fields {
      if http.isEmpty, field.name == ":status" { http = field.value }
      if type.isEmpty, field.name == "content-type" { type = field.value }
    }
    guard http == "200" else {
      let code = Int(http).map(HTTPStatusMapping.code) ?? .unknown
      return .fail(RPCError(code: code, message: "the server answered with HTTP status \(http) and no grpc-status"))
    }
    guard type == "application/grpc" || type.hasPrefix("application/grpc") else {
      return .fail(.unknown("the server answered with content-type \"\(type)\", which is not gRPC's"))
    }
    return .initialMetadata
  }

  /// The status of an answer that ends with these trailers, and the fields that came with it.
  func end(trailers: [HeaderField]) -> (status: Status, fields: [HeaderField]) {
    if let early { return early }
    if let status = StatusTrailers.status(in: trailers) { return (status, trailers) }
    let what = hasHeaders ? "without a grpc-status" : "without any answer"
    return (Status(code: .unknown, message: "the server ended the stream \(what)"), trailers)
  }
}
