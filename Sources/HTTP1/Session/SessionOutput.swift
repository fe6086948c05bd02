internal import EventLoop
internal import Transport

/// What goes to the peer.
extension HTTP1Session: StreamEngine {
  var sendBufferSize: Int { limits.connection.sendBufferSize }

  func submitResponse(_ stream: Stream, _ fields: [HeaderField], _ constant: ConstantHeaders, hasBody: Bool) {
    guard exchange?.stream === stream, ending == nil else { return }
    if let head = WrittenHead(fields, constant.list) {
      writer.take(head, hasBody: hasBody)
    } else {
      stream.reset(.internalError)
    }
    carrier.outputRequested()
  }

  func resume(_ stream: Stream) { carrier.outputRequested() }

  func reset(_ id: Int32, _ code: ErrorCode) {
    guard exchange?.stream.id == id else { return }
    exchange?.reset = code
    carrier.outputRequested()
  }

  func consume(_ id: Int32, _ count: Int) {
    guard let exchange, exchange.stream.id == id else { return }
    let unconsumed = exchange.stream.record.unconsumed
    // The connection has stopped reading when the window was full.
    guard unconsumed < limits.bodyWindow, unconsumed + count >= limits.bodyWindow else { return }
    carrier.inputRequested()
  }

  func gather(into memory: UnsafeMutableRawBufferPointer) -> Int {
    if let exchange, let code = exchange.reset { carryOut(code, exchange) }
    let count = unsafe writer.gather(exchange?.stream, into: memory) { surroundings }
    guard let exchange else { return count }
    relieve(exchange.stream)
    if writer.isBroken {
      close(exchange.stream, .reset(.internalError, by: .local))
      ending = SessionEnding("a response was not as long as it said", isAbrupt: true)
    } else if writer.hasEnded {
      finish(exchange)
    }
    return count
  }

  /// What the head of the response under way depends on.
  private var surroundings: ResponseWriter.Surroundings {
    ResponseWriter.Surroundings(
      isHEAD: exchange?.isHEAD ?? false, isOld: exchange?.isOld ?? false, keepsAlive: keepsAlive, date: date)
  }

  /// Whether the connection can go on after the response: nothing ends it, and what is left of the request is awaited by a
  /// handler that has not ended its answer.
  private var keepsAlive: Bool {
    guard let exchange, exchange.keepsAlive, !isDraining else { return false }
    if case .answering = phase { return true }
    return exchange.stream.sendState == .open
  }

  private func relieve(_ stream: Stream) {
    guard stream.isCongested, stream.queue.count <= sendBufferSize / 2 else { return }
    stream.isCongested = false
    exchange?.isRelieved = true
  }

  /// The handler has reset its stream: an answer that has begun is cut off, one that has not is an error.
  private func carryOut(_ code: ErrorCode, _ exchange: Exchange) {
    let isUnsent = writer.isUnsent
    close(exchange.stream, exchange.stream.record.localReset ?? .reset(code, by: .local))
    phase = .refused
    if isUnsent {
      let isFull = code == .refusedStream || code == .enhanceYourCalm
      let reason = isFull ? "the server takes no request now" : "the request was given up"
      writer.refuse(isFull ? 503 : 500, reason, isHEAD: exchange.isHEAD, date: date)
    }
    ending = SessionEnding("a request was reset: \(code)", isAbrupt: !isUnsent)
  }

  /// The response has left.
  private func finish(_ exchange: Exchange) {
    let goesOn = keepsAlive && !writer.endsWithConnection
    if goesOn, case .answering = phase {
      phase = Self.newHead(limits)
    } else {
      ending = SessionEnding(isDraining ? "drained" : "the last response has been sent")
    }
    close(exchange.stream, .endStream)
  }

  func outputLeft() {
    if let exchange, exchange.isRelieved {
      self.exchange?.isRelieved = false
      if exchange.stream.isWritable { exchange.stream.handler?.writable(on: exchange.stream) }
    }
    if case .head = phase, !held.isEmpty, ending == nil { takeHeld() }
  }
}
