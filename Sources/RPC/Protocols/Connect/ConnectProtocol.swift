internal import Transport

extension CallProtocol {
  /// The Connect protocol: unary calls as plain HTTP, by POST or, of methods that change nothing, by GET; streams as
  /// messages with a prefix as gRPC's, the end of which is JSON. Messages are binary or JSON.
  ///
  /// Requests for a method that the listener offers are all answered here, also those that are no calls of this protocol:
  /// with 405 or 415 and what would be one. Name it last.
  public static let connect = CallProtocol(name: "connect") { request, offer in
    ConnectRequest(request, offer).judgement
  }
}

/// What a request says that may be a Connect call.
struct ConnectRequest {
  private let head: HTTPRequestHead
  private let offer: CallOffer
  private let method: MethodDescriptor?
  private let isStream: Bool

  /// Looks at a request on a listener that offers these methods.
  init(_ head: HTTPRequestHead, _ offer: CallOffer) {
    self.head = head
    self.offer = offer
    method = offer[head.path]
    isStream = head.mediaType?.hasPrefix(Self.streamPrefix) ?? false
  }

  private static let unaryPrefix = "application/"
  private static let streamPrefix = "application/connect+"

  /// What becomes of it.
  var judgement: CallJudgement {
    // Whatever kind of gRPC it says it is, it is none of Connect.
    if head.mediaType?.hasPrefix("application/grpc") == true { return .other }
    switch head.method {
    case "POST": return post
    case "GET" where method?.isFreeOfSideEffects == true && method?.kind == .unary: return get
    case _ where method != nil: return .answer(refusal405)
    default: return .other
    }
  }

  // MARK: POST

  private var post: CallJudgement {
    guard let codec = postCodec else { return method == nil ? .other : .answer(refusal415) }
    guard let method else { return looksLikeMethod ? .call(request(codec, isStream ? stream : unary)) : .other }
    guard (method.kind == .unary) != isStream else { return .answer(refusal415) }
    return .call(request(codec, isStream ? stream : unary))
  }

  private var postCodec: MessageCodec? {
    guard let type = head.mediaType else { return nil }
    let prefix = isStream ? Self.streamPrefix : Self.unaryPrefix
    return type.hasPrefix(prefix) ? MessageCodec(rawValue: String(type.dropFirst(prefix.count))) : nil
  }

  /// Whether an unknown path is that of a method of another server, and not of some page: `/package.Service/Method`.
  private var looksLikeMethod: Bool {
    let parts = head.path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].isEmpty && parts[1].contains(".") && !parts[2].isEmpty
  }

  private typealias Making = (MessageCodec, TranslatedEncodings) -> any CallTranslation

  private func unary(_ codec: MessageCodec, _ encodings: TranslatedEncodings) -> any CallTranslation {
    ConnectUnary(codec, encodings, query: nil)
  }

  private func stream(_ codec: MessageCodec, _ encodings: TranslatedEncodings) -> any CallTranslation {
    ConnectStream(codec, encodings, limit: offer.limits.maxRequestMessageBytes)
  }

  private func request(_ codec: MessageCodec, _ making: Making) -> TranslatedRequest {
    let prefix = isStream ? "connect-" : ""
    let encodings = TranslatedEncodings(
      request: head[prefix + "content-encoding"], accepted: head[prefix + "accept-encoding"], offer.limits)
    return TranslatedRequest(
      path: head.path, fields: encodings.fields(codec) + metadata, translation: making(codec, encodings),
      timeout: timeout, fault: fault(version: head["connect-protocol-version"], expected: "1"))
  }

  private func fault(version: String?, expected: String) -> RPCError? {
    if let version, version != expected {
      return .invalidArgument("the version of the Connect protocol is \"\(version)\"; allowed is \"\(expected)\"")
    }
    guard let text = head[Self.timeoutName], Self.nanoseconds(text) == nil else { return nil }
    return .invalidArgument("\(Self.timeoutName) is \"\(text)\"; allowed are milliseconds in one to ten digits")
  }

  // MARK: GET

  private var get: CallJudgement {
    guard let parameters = head.query.flatMap(QueryParameters.init) else { return .answer(refusal415) }
    guard let codec = parameters["encoding"].flatMap(MessageCodec.init) else { return .answer(refusal415) }
    let encodings = TranslatedEncodings(
      request: parameters["compression"], accepted: head["accept-encoding"], offer.limits)
    let message = ConnectQuery(parameters)
    let fault = fault(version: parameters["connect"], expected: "v1") ?? message.fault(offer.limits)
    var request = TranslatedRequest(
      path: head.path, fields: encodings.fields(codec) + metadata,
      translation: ConnectUnary(codec, encodings, query: message.bytes ?? []), timeout: timeout, fault: fault)
    request.callProtocol = "connect-get"
    if parameters["compression"] ?? "identity" == "identity" { request.keepable = keepable(message.bytes, codec) }
    return .call(request)
  }

  /// The request of a caller that has kept an answer to it; nil of another, and of one that is malformed.
  private func keepable(_ bytes: [UInt8]?, _ codec: MessageCodec) -> KeepableRequest? {
    guard let bytes, let known = head["if-none-match"] else { return nil }
    do throws(RPCError) {
      let message =
        switch codec {
        case .json: try offer.request(json: bytes, of: head.path)
        case .proto: try offer.request(binary: bytes, of: head.path)
        }
      return KeepableRequest(message: message, ifNoneMatch: known)
    } catch {
      return nil
    }
  }

  // MARK: Fields

  private static let timeoutName = "connect-timeout-ms"

  private static let own: Set<String> = [
    timeoutName, "connect-protocol-version", "connect-content-encoding", "connect-accept-encoding", "if-none-match",
  ]

  private var metadata: [HeaderField] { head.metadata(except: Self.own) }

  private var timeout: Int64? { head[Self.timeoutName].flatMap(Self.nanoseconds) }

  /// The nanoseconds of so many milliseconds; nil when that is not one to ten digits.
  static func nanoseconds(_ milliseconds: String) -> Int64? {
    let isNumber = milliseconds.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNumber, (1...10).contains(milliseconds.utf8.count), let number = Int64(milliseconds) else { return nil }
    let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : nanoseconds
  }

  // MARK: Refusals

  private var refusal405: HTTPAnswer {
    let allowed = method?.isFreeOfSideEffects == true && method?.kind == .unary ? "GET, POST" : "POST"
    return HTTPAnswer(405, text: "Allowed for \(head.path): \(allowed).", [HeaderField("allow", allowed)])
  }

  private var refusal415: HTTPAnswer {
    let prefix = method?.kind == .unary ? Self.unaryPrefix : Self.streamPrefix
    let own = MessageCodec.allCases.map { prefix + $0.rawValue }
    let accepted = (own + ["application/grpc", "application/grpc+proto"]).joined(separator: ", ")
    let question = head.method == "GET" ? " By GET: ?connect=v1&encoding=json&message=…, or encoding=proto." : ""
    return HTTPAnswer(
      415, text: "Content types for \(head.path): \(accepted).\(question)", [HeaderField("accept-post", accepted)])
  }
}
