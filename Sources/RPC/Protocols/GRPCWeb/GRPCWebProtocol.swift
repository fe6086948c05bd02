internal import Transport
internal import WireFormat

extension CallProtocol {
  /// gRPC-Web, which browsers can speak: messages as in gRPC, the status in a last frame of the body, all of it in base64
  /// for those that cannot read bytes as they come. After gRPC's document PROTOCOL-WEB.
  public static let grpcWeb = CallProtocol(name: "grpc-web") { request, _ in GRPCWebFormat.judge(request) }
}

/// How the body of a gRPC-Web call is written.
struct GRPCWebFormat: Sendable, Hashable {
  /// Whether it is base64.
  let isText: Bool
  /// The content type of the answer, which is the request's.
  let contentType: String

  /// The format with the media type; nil when it is none of gRPC-Web.
  init?(mediaType: String?) {
    switch mediaType {
    case "application/grpc-web", "application/grpc-web+proto": isText = false
    case "application/grpc-web-text", "application/grpc-web-text+proto": isText = true
    default: return nil
    }
    contentType = mediaType ?? ""
  }

  private static let accepted = "application/grpc-web+proto, application/grpc-web-text+proto"

  static func judge(_ request: HTTPRequestHead) -> CallJudgement {
    guard let mediaType = request.mediaType, mediaType.hasPrefix("application/grpc-web") else { return .other }
    guard let format = GRPCWebFormat(mediaType: mediaType) else {
      return .answer(
        HTTPAnswer(
          415, text: "gRPC-Web is spoken here with \(accepted).", [HeaderField("accept-post", accepted)]))
    }
    guard request.method == "POST" else {
      return .answer(HTTPAnswer(405, text: "A gRPC-Web call is a POST.", [HeaderField("allow", "POST")]))
    }
    let own = request.fields.filter { Self.passed.contains($0.name) }
    let metadata = request.metadata(except: ["x-grpc-web"])
    return .call(
      TranslatedRequest(path: request.path, fields: own + metadata, translation: GRPCWebTranslation(format)))
  }

  /// The fields that mean the same as in gRPC.
  private static let passed: Set<String> = ["grpc-timeout", "grpc-encoding", "grpc-accept-encoding"]

  /// Bytes of an answer's body as they go out. Each piece is base64 of its own, with its padding.
  func written(_ bytes: [UInt8]) -> [UInt8] { isText ? Array(Base64.encode(bytes).utf8) : bytes }

  /// The last frame: a flag of 0x80 and the trailers as HTTP/1.1 writes fields.
  static func trailers(_ fields: [HeaderField]) -> [UInt8] {
    let text = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    var frame = MessageFrame(encoded: Array(text.utf8)).bytes
    frame[0] = trailersFlag
    return frame
  }

  private static let trailersFlag: UInt8 = 0x80
}

/// Translates a gRPC-Web call: the messages pass as they are.
final class GRPCWebTranslation: CallTranslation {
  private let format: GRPCWebFormat
  private var text = Base64Stream()
  private var hasBegun = false

  init(_ format: GRPCWebFormat) {
    self.format = format
  }

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    guard format.isText else { return unsafe call.receive(data, takenFrom: data.count) }
    guard let bytes = unsafe text.decode(data) else {
      call.consume(data.count)
      return call.fail(.invalidArgument("the body is not base64, as \(format.contentType) says it is"))
    }
    call.receive(frame: bytes, takenFrom: data.count)
  }

  func receivedEnd(_ call: CallBridge) {
    guard text.isComplete else {
      return call.fail(.invalidArgument("the body ends within a group of four characters of base64"))
    }
    call.endRequests()
  }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    hasBegun = true
    var fields = [HeaderField("content-type", format.contentType)]
    if let compression { fields.append(HeaderField("grpc-encoding", compression.rawValue)) }
    call.respond(200, fields + metadata)
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) { call.send(format.written(frame)) }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    // In the body also when nothing else is in it: of the head, pages read only what they are let.
    if !hasBegun { begins([], nil, call) }
    let trailers = StatusTrailers.fields(for: status) + metadata
    call.send(format.written(GRPCWebFormat.trailers(trailers)), endStream: true)
  }
}
