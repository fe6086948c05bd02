internal import Transport

/// The messages of a call in a protocol that frames them as gRPC does, in either codec: what is binary passes as it is.
///
/// A request in JSON is expanded and read only when the call has taken all before it, so that what waits takes no more
/// memory than what was sent.
final class FramedMessages {
  private let codec: MessageCodec
  private let encodings: TranslatedEncodings
  private var deframer: MessageDeframer
  private var waiting: [(message: ReceivedMessage, count: Int)] = []
  private var head = 0
  private var hasEnded = false
  private var compression = SendCompression.none

  /// Messages with at most `limit` bytes each.
  init(_ codec: MessageCodec, _ encodings: TranslatedEncodings, limit: Int) {
    self.codec = codec
    self.encodings = encodings
    deframer = MessageDeframer(limit: limit)
    deframer.encoding = encodings.requests
  }

  // MARK: Requests

  /// Takes bytes in whatever pieces, which came in `count` bytes of the body.
  func received(_ data: UnsafeRawBufferPointer, in count: Int, _ call: CallBridge) {
    guard codec == .json else { return unsafe call.receive(data, takenFrom: count) }
    let before = waiting.count
    do throws(FramingError) {
      unsafe try deframer.receive(data) { waiting.append(($0, 0)) }
    } catch {
      return call.fail(error.rpcError)
    }
    call.isInputIncomplete = deframer.isWithinMessage && head == waiting.count
    // The bytes go with the last message that is whole with them: it is the last to be taken.
    if waiting.count > before { waiting[waiting.count - 1].count = count } else { call.consume(count) }
    handOver(call)
  }

  /// Takes note that there are no more.
  func receivedEnd(_ call: CallBridge) {
    guard codec == .json else { return call.endRequests() }
    do throws(FramingError) { try deframer.finish() } catch { return call.fail(error.rpcError) }
    hasEnded = true
    handOver(call)
  }

  /// Hands over what waits, as far as the call has room.
  func handOver(_ call: CallBridge) {
    while call.isReady, head < waiting.count {
      let (message, count) = waiting[head]
      head += 1
      do throws(RPCError) {
        call.receive(frame: try frame(message, call), takenFrom: count)
      } catch {
        return call.fail(error)
      }
    }
    guard head == waiting.count else { return }
    waiting.removeAll(keepingCapacity: true)
    head = 0
    guard hasEnded else { return }
    hasEnded = false
    call.endRequests()
  }

  private func frame(_ message: ReceivedMessage, _ call: CallBridge) throws(RPCError) -> [UInt8] {
    var text = message.bytes
    if message.isCompressed, let algorithm = encodings.requests.algorithm { text = try call.expand(text, algorithm) }
    return MessageFrame(encoded: try call.request(json: text)).bytes
  }

  // MARK: Replies

  /// What replies are compressed with, told before the first of them; `own` is what the call has chosen for its own.
  func begin(_ own: CompressionAlgorithm?, _ call: CallBridge) -> CompressionAlgorithm? {
    guard codec == .json else { return own }
    compression = call.compression(encodings.negotiation(isStream: true), first: nil)
    return compression.algorithm
  }

  /// The frame of a reply as it goes out; nil when it has no JSON form, with which the call has ended then.
  func written(_ frame: [UInt8], _ call: CallBridge) -> [UInt8]? {
    guard codec == .json else { return frame }
    do throws(RPCError) {
      let text = try call.json(reply: frame.framedMessage)
      return call.compress(MessageFrame(encoded: text), compression).bytes
    } catch {
      call.fail(error)
      return nil
    }
  }
}
