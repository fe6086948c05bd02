internal import Transport

/// Translates a unary call of Connect: its messages are whole bodies, its status is HTTP's.
final class ConnectUnary: CallTranslation {
  private let codec: MessageCodec
  private let encodings: TranslatedEncodings
  /// The message of a call by GET.
  private let query: [UInt8]?
  private var body = GatheredBody()
  private var initial: [HeaderField] = []
  private var compression: CompressionAlgorithm?
  private var reply: [UInt8]?

  /// A call by POST, or by GET with the message of its query.
  init(_ codec: MessageCodec, _ encodings: TranslatedEncodings, query: [UInt8]?) {
    self.codec = codec
    self.encodings = encodings
    self.query = query
  }

  // MARK: The request

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    // What is gathered is bounded; a message that is larger than the window could not arrive otherwise.
    call.consume(data.count)
    guard query == nil else { return }
    call.isInputIncomplete = true
    do throws(RPCError) {
      unsafe try body.take(data, limit: call.limits.maxRequestMessageBytes)
    } catch {
      call.fail(error)
    }
  }

  func receivedEnd(_ call: CallBridge) {
    if let query { body = GatheredBody(query) }
    do throws(RPCError) {
      call.receive(frame: try frame(call), takenFrom: 0)
      call.endRequests()
    } catch {
      call.fail(error)
    }
  }

  private func frame(_ call: CallBridge) throws(RPCError) -> [UInt8] {
    let algorithm = body.count == 0 ? nil : encodings.requests.algorithm
    guard codec == .json else { return body.takeFrame(isCompressed: algorithm != nil) }
    let text = if let algorithm { try call.expand(body.message, algorithm) } else { body.message }
    return MessageFrame(encoded: try call.request(json: text)).bytes
  }

  // MARK: The answer

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    initial = metadata
    self.compression = compression
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    do throws(RPCError) {
      reply = codec == .json ? try json(frame, call) : frame
    } catch {
      call.fail(error)
    }
  }

  private func json(_ frame: [UInt8], _ call: CallBridge) throws(RPCError) -> [UInt8] {
    let text = MessageFrame(encoded: try call.json(reply: frame.framedMessage))
    let compressing = call.compression(encodings.negotiation(isStream: false), first: text)
    compression = compressing.algorithm
    return call.compress(text, compressing).bytes
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    let fields = initial + metadata.map { HeaderField("trailer-" + $0.name, $0.value, isSensitive: $0.isSensitive) }
    if status.code == .ok, call.isUnchanged { return call.respond(304, fields, endStream: true) }
    guard status.code == .ok, let reply else { return fail(status, fields, call) }
    var own = [HeaderField("content-type", "application/\(codec.rawValue)")]
    if let compression, reply.first == 1 {
      // Caches must not hand what is compressed to who did not ask for that.
      own += [HeaderField("content-encoding", compression.rawValue), HeaderField("vary", "accept-encoding")]
    }
    send(200, own + fields, reply.framedMessage, call)
  }

  private func fail(_ status: Status, _ fields: [HeaderField], _ call: CallBridge) {
    var own = [HeaderField("content-type", "application/json")]
    if let accepted = encodings.acceptedInstead { own.append(HeaderField("accept-encoding", accepted)) }
    send(httpStatus(status.code, call), own + fields, ConnectJSON.error(status), call)
  }

  /// Of a path that no service has, HTTP says the same as of a page that is not there.
  private func httpStatus(_ code: StatusCode, _ call: CallBridge) -> Int {
    code == .unimplemented && call.method.kind == .unknown ? 404 : code.connectHTTPStatus
  }

  private func send(_ status: Int, _ fields: [HeaderField], _ body: [UInt8], _ call: CallBridge) {
    call.respond(status, fields + [HeaderField("content-length", "\(body.count)")], endStream: body.isEmpty)
    if !body.isEmpty { call.send(body, endStream: true) }
  }
}
