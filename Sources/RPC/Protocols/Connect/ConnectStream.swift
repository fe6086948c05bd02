internal import Transport

/// Translates a stream of Connect: messages with a prefix as gRPC's, and JSON with the status as the last of them.
final class ConnectStream: CallTranslation {
  private let codec: MessageCodec
  private let encodings: TranslatedEncodings
  private let messages: FramedMessages
  private var hasBegun = false

  /// A stream whose messages have at most `limit` bytes each.
  init(_ codec: MessageCodec, _ encodings: TranslatedEncodings, limit: Int) {
    self.codec = codec
    self.encodings = encodings
    messages = FramedMessages(codec, encodings, limit: limit)
  }

  private static let endFlag: UInt8 = 2

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    unsafe messages.received(data, in: data.count, call)
  }

  func receivedEnd(_ call: CallBridge) { messages.receivedEnd(call) }

  func takesMore(_ call: CallBridge) { messages.handOver(call) }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    hasBegun = true
    var fields = [HeaderField("content-type", "application/connect+\(codec.rawValue)")]
    if let used = messages.begin(compression, call) {
      fields.append(HeaderField("connect-content-encoding", used.rawValue))
    }
    if let accepted = encodings.acceptedInstead { fields.append(HeaderField("connect-accept-encoding", accepted)) }
    call.respond(200, fields + metadata)
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    if let written = messages.written(frame, call) { call.send(written) }
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    if !hasBegun { begins([], nil, call) }
    var frame = MessageFrame(encoded: ConnectJSON.end(status, metadata)).bytes
    frame[0] = Self.endFlag
    call.send(frame, endStream: true)
  }
}
