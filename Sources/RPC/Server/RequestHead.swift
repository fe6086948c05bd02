internal import Transport

/// What a request's headers say.
struct RequestHead: Sendable {
  /// What becomes of a request after its headers.
  enum Judgement: Sendable {
    /// It is a gRPC call.
    case call(RequestHead)
    /// It is none: answer with this HTTP status and these headers.
    case refuse(status: Int, headers: [(name: String, value: String)])
  }

  /// The `:path` as it came; empty when there was none.
  private(set) var path = ""
  /// The caller's metadata.
  private(set) var metadata = Metadata()
  /// Nanoseconds of `grpc-timeout`, nil without one.
  private(set) var timeout: Int64?
  /// The compression the caller announces, nil without the header.
  private(set) var encoding: String?
  /// What replies may be compressed with.
  private(set) var acceptEncoding = CompressionSet()
  /// The protocol in which the call was made.
  private(set) var callProtocol = "grpc"
  /// The first thing that is wrong with the headers.
  private(set) var fault: RPCError?

  /// How many headers every call has that are no metadata: four pseudo-headers, `content-type` and `te`.
  private static let headersOfItsOwn = 6

  private var method = ""
  private var contentType: String?

  /// The head that a gRPC call would have in the place of one in another protocol.
  init(_ request: TranslatedRequest) {
    path = request.path
    for field in request.fields { take(field) }
    timeout = timeout ?? request.timeout
    callProtocol = request.callProtocol ?? callProtocol
    if let fault = request.fault { report(fault) }
  }

  private init() {}

  /// Reads the headers.
  static func judge(_ headers: [HeaderField]) -> Judgement {
    var head = RequestHead()
    head.metadata.reserveCapacity(max(0, headers.count - headersOfItsOwn))
    for field in headers { head.take(field) }
    guard head.method == "POST" else { return .refuse(status: 405, headers: [("allow", "POST")]) }
    guard let contentType = head.contentType, isGRPC(contentType) else {
      return .refuse(status: 415, headers: [("accept-post", "application/grpc, application/grpc+proto")])
    }
    return .call(head)
  }

  /// `application/grpc` or `application/grpc+proto`, in any case, with or without parameters.
  static func isGRPC(_ contentType: String) -> Bool {
    // What nearly every caller sends needs no splitting and no lower case.
    if contentType == "application/grpc" { return true }
    let mediaType = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
    return mediaType == "application/grpc" || mediaType == "application/grpc+proto"
  }

  /// The length of a name leaves one or two that it can be: comparing with all of them would cost more than the rest.
  private mutating func take(_ field: HeaderField) {
    let name = field.name
    switch name.utf8.count {
    case 2 where name == "te", 4 where name == "host", 14 where name == "content-length": break
    case 5 where name == ":path": path = field.value
    case 7 where name == ":method": method = field.value
    case 12 where name == "content-type": contentType = field.value
    case 12 where name == "grpc-timeout": takeTimeout(field)
    case 13 where name == "grpc-encoding": encoding = field.value
    case 20 where name == "grpc-accept-encoding":
      acceptEncoding.formUnion(CompressionSet(acceptEncoding: field.value))
    default: takeMetadata(field)
    }
  }

  private mutating func takeTimeout(_ field: HeaderField) {
    timeout = Timeout.parse(field.value.utf8)
    guard timeout == nil else { return }
    report(RPCError.invalidArgument("grpc-timeout is \"\(field.value)\"; \(Timeout.expectation)"))
  }

  private mutating func takeMetadata(_ field: HeaderField) {
    guard field.name.utf8.first != UInt8(ascii: ":") else { return }
    do throws(MetadataError) {
      try metadata.append(received: field)
    } catch {
      report(RPCError.invalidArgument("\(error)"))
    }
  }

  private mutating func report(_ error: RPCError) {
    if fault == nil { fault = error }
  }
}
