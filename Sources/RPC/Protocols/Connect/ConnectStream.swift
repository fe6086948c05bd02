internal import Transport

/// Translates a stream of Connect: messages with a prefix as gRPC's, and JSON with the status as the last of them.
final class ConnectStream: CallTranslation {
  private let codec: ConnectCodec
  private let encodings: ConnectEncodings
  private var deframer: MessageDeframer
  /// Messages in JSON that the call has no room for; they are expanded and read when it has, so that what waits takes no
  /// more memory than what was sent.
  private var waiting: [(message: ReceivedMessage, count: Int)] = []
  private var hasEnded = false
  private var hasBegun = false
  private var compression = SendCompression.none

  /// A stream whose messages have at most `limit` bytes each.
  init(_ codec: ConnectCodec, _ encodings: ConnectEncodings, limit: Int) {
    self.codec = codec
    self.encodings = encodings
    deframer = MessageDeframer(limit: limit)
    deframer.encoding = encodings.requests
  }

  private static let endFlag: UInt8 = 2

  // MARK: Requests

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    guard codec == .json else { return unsafe call.receive(data, takenFrom: data.count) }
    let before = waiting.count
    do throws(FramingError) {
      unsafe try deframer.receive(data) { waiting.append(($0, 0)) }
    } catch {
      return call.fail(error.rpcError)
    }
    call.isInputIncomplete = deframer.isWithinMessage && waiting.isEmpty
    // The bytes go with the last message that is whole with them: it is the last to be taken.
    if waiting.count > before { waiting[waiting.count - 1].count = data.count } else { call.consume(data.count) }
    takesMore(call)
  }

  func receivedEnd(_ call: CallBridge) {
    guard codec == .json else { return call.endRequests() }
    do throws(FramingError) { try deframer.finish() } catch { return call.fail(error.rpcError) }
    hasEnded = true
    takesMore(call)
  }

  func takesMore(_ call: CallBridge) {
    while call.isReady, !waiting.isEmpty {
      let (message, count) = waiting.removeFirst()
      do throws(RPCError) {
        call.receive(frame: try frame(message, call), takenFrom: count)
      } catch {
        return call.fail(error)
      }
    }
    guard hasEnded, waiting.isEmpty else { return }
    hasEnded = false
    call.endRequests()
  }

  private func frame(_ message: ReceivedMessage, _ call: CallBridge) throws(RPCError) -> [UInt8] {
    var text = message.bytes
    if message.isCompressed, let algorithm = encodings.requests.algorithm { text = try call.expand(text, algorithm) }
    return MessageFrame(encoded: try call.request(json: text)).bytes
  }

  // MARK: Replies

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    hasBegun = true
    if codec == .json { self.compression = call.compression(encodings.negotiation(isStream: true), first: nil) }
    var fields = [HeaderField("content-type", "application/connect+\(codec.rawValue)")]
    if let used = codec == .json ? self.compression.algorithm : compression {
      fields.append(HeaderField("connect-content-encoding", used.rawValue))
    }
    if let accepted = encodings.acceptedInstead { fields.append(HeaderField("connect-accept-encoding", accepted)) }
    call.respond(200, fields + metadata)
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    guard codec == .json else { return call.send(frame) }
    do throws(RPCError) {
      let text = try call.json(reply: Array(frame.dropFirst(MessageFrame.prefixLength)))
      call.send(call.compress(MessageFrame(encoded: text), compression).bytes)
    } catch {
      call.fail(error)
    }
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    if !hasBegun { begins([], nil, call) }
    var frame = MessageFrame(encoded: ConnectJSON.end(status, metadata)).bytes
    frame[0] = Self.endFlag
    call.send(frame, endStream: true)
  }
}
