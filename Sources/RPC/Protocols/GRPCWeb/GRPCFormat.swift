internal import Transport
internal import WireFormat

extension CallProtocol {
  /// gRPC-Web, which browsers can speak: messages as in gRPC, the status in a last frame of the body, all of it in base64
  /// for those that cannot read bytes as they come. Messages are binary or JSON. After gRPC's document PROTOCOL-WEB.
  public static let grpcWeb = CallProtocol(name: "grpc-web") { request, offer in
    guard request.mediaType?.hasPrefix("application/grpc-web") == true else { return .other }
    return GRPCFormat.judge(request, offer)
  }

  /// gRPC with messages in JSON, `application/grpc+json`. gRPC with binary messages every server speaks.
  public static let grpcJSON = CallProtocol(name: "grpc-json", needsHTTP2: true) { request, offer in
    request.mediaType == "application/grpc+json" ? GRPCFormat.judge(request, offer) : .other
  }
}

/// How the body of a call is written that is nearly gRPC's.
struct GRPCFormat: Sendable, Hashable {
  /// Whether the status is in the body.
  let isWeb: Bool
  /// Whether the body is base64.
  let isText: Bool
  /// How messages are written.
  let codec: MessageCodec
  /// The content type of the answer, which is the request's.
  let contentType: String

  /// The format with the media type; nil when there is none.
  init?(mediaType: String) {
    let parts = mediaType.split(separator: "+", maxSplits: 1)
    guard let codec = parts.count < 2 ? .proto : MessageCodec(rawValue: String(parts[1])) else { return nil }
    switch parts.first {
    case "application/grpc": (isWeb, isText) = (false, false)
    case "application/grpc-web": (isWeb, isText) = (true, false)
    case "application/grpc-web-text": (isWeb, isText) = (true, true)
    default: return nil
    }
    (self.codec, contentType) = (codec, mediaType)
  }

  private static let accepted = "application/grpc-web+proto, application/grpc-web-text+proto, application/grpc-web+json"

  static func judge(_ request: HTTPRequestHead, _ offer: CallOffer) -> CallJudgement {
    guard let format = request.mediaType.flatMap(GRPCFormat.init(mediaType:)) else {
      return .answer(
        HTTPAnswer(415, text: "gRPC-Web is spoken here with \(accepted).", [HeaderField("accept-post", accepted)]))
    }
    guard request.method == "POST" else {
      return .answer(HTTPAnswer(405, text: "A call is a POST.", [HeaderField("allow", "POST")]))
    }
    let encodings = TranslatedEncodings(
      request: request["grpc-encoding"], accepted: request["grpc-accept-encoding"], offer.limits)
    let timeout = request.fields.filter { $0.name == "grpc-timeout" }
    return .call(
      TranslatedRequest(
        path: request.path,
        fields: timeout + encodings.fields(format.codec) + request.metadata(except: ["x-grpc-web"]),
        translation: GRPCTranslation(format, encodings, limit: offer.limits.maxRequestMessageBytes)))
  }

  /// Bytes of an answer's body as they go out. Each piece is base64 of its own, with its padding.
  func written(_ bytes: [UInt8]) -> [UInt8] { isText ? Array(Base64.encode(bytes).utf8) : bytes }

  /// The last frame of gRPC-Web: a flag of 0x80 and the trailers as HTTP/1.1 writes fields.
  static func trailers(_ fields: [HeaderField]) -> [UInt8] {
    let text = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    var frame = MessageFrame(encoded: Array(text.utf8)).bytes
    frame[0] = trailersFlag
    return frame
  }

  private static let trailersFlag: UInt8 = 0x80
}

/// Translates a call whose protocol is nearly gRPC.
final class GRPCTranslation: CallTranslation {
  private let format: GRPCFormat
  private let encodings: TranslatedEncodings
  private let messages: FramedMessages
  private var text = Base64Stream()
  private var hasBegun = false

  init(_ format: GRPCFormat, _ encodings: TranslatedEncodings, limit: Int) {
    self.format = format
    self.encodings = encodings
    messages = FramedMessages(format.codec, encodings, limit: limit)
  }

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    guard format.isText else { return unsafe messages.received(data, in: data.count, call) }
    guard let bytes = unsafe text.decode(data) else {
      call.consume(data.count)
      return call.fail(.invalidArgument("the body is not base64, as \(format.contentType) says it is"))
    }
    unsafe bytes.withUnsafeBytes { unsafe messages.received($0, in: data.count, call) }
  }

  func receivedEnd(_ call: CallBridge) {
    guard text.isComplete else {
      return call.fail(.invalidArgument("the body ends within a group of four characters of base64"))
    }
    messages.receivedEnd(call)
  }

  func takesMore(_ call: CallBridge) { messages.handOver(call) }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    hasBegun = true
    var fields = [HeaderField("content-type", format.contentType)]
    if let used = messages.begin(compression, call) { fields.append(HeaderField("grpc-encoding", used.rawValue)) }
    if let accepted = encodings.acceptedInstead { fields.append(HeaderField("grpc-accept-encoding", accepted)) }
    call.respond(200, fields + metadata)
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    if let written = messages.written(frame, call) { call.send(format.written(written)) }
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    // Of gRPC-Web the status is in the body also when nothing else is: of the head, pages read only what they are let.
    if !hasBegun { begins([], nil, call) }
    let trailers = StatusTrailers.fields(for: status) + metadata
    guard format.isWeb else { return call.sendTrailers(trailers) }
    call.send(format.written(GRPCFormat.trailers(trailers)), endStream: true)
  }
}
