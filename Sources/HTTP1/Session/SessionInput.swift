internal import EventLoop
internal import Transport

/// What arrives from the peer.
extension HTTP1Session {
  func receive(_ bytes: UnsafeRawBufferPointer) {
    guard ending == nil else { return }
    progress?.bytes += bytes.count
    guard held.isEmpty else {
      unsafe held.append(contentsOf: bytes)
      return takeHeld()
    }
    let taken = unsafe take(bytes)
    guard taken < bytes.count, ending == nil else { return }
    unsafe held.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[taken...]))
    noteProgress()
  }

  /// Goes on with the input that waited.
  func takeHeld() {
    var input: [UInt8] = []
    swap(&input, &held)
    let taken = unsafe input.withUnsafeBytes { unsafe take($0) }
    guard taken < input.count, ending == nil else { return }
    input.removeFirst(taken)
    held = input
    noteProgress()
  }

  /// The time for a head begins with its first byte.
  private func noteProgress() {
    if case .head = phase, progress == nil { progress = (carrier.loop.now, 0) }
  }

  /// Takes what is whole and whose turn has come; answers how many bytes that were.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    var offset = 0
    do throws(RequestRefusal) {
      while ending == nil {
        switch phase {
        case .head(let scanner):
          guard offset < bytes.count else { return offset }
          let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
          guard let length = unsafe try takeHead(rest, scanner) else { return offset }
          offset += length
        case .body(let decoder): guard unsafe try takeBody(bytes, &offset, decoder) else { return offset }
        case .answering: return offset
        case .refused: return bytes.count
        }
      }
    } catch {
      refuse(error)
    }
    return offset
  }

  // MARK: Heads

  /// Begins the request whose head the bytes begin with; answers the length of that, nil when it goes on.
  private func takeHead(_ bytes: UnsafeRawBufferPointer, _ scanner: SectionScanner) throws(RequestRefusal) -> Int? {
    if let known, unsafe known.begins(bytes) {
      begin(known.head, isAlone: bytes.count == known.count)
      return known.count
    }
    var scanner = scanner
    guard let end = unsafe try scanner.end(in: bytes) else {
      phase = .head(scanner)
      return nil
    }
    let section = unsafe UnsafeRawBufferPointer(rebasing: bytes[scanner.start..<end])
    let head = unsafe try ReceivedHead(section, isSecure: carrier.isSecure, limits: limits.connection)
    known = unsafe KnownHead(section, head)
    begin(head, isAlone: bytes.count == end)
    return end
  }

  private func begin(_ head: ReceivedHead, isAlone: Bool) {
    let stream = Stream(id: nextStream(), connection: carrier, engine: self)
    exchange = Exchange(stream, head)
    writer.reset()
    phase = head.framing == .none ? .answering : .body(BodyDecoder(head.framing, limits: limits.connection))
    progress = head.framing == .none ? nil : (carrier.loop.now, 0)
    stream.record.hasHead = true
    stream.record.endsWithHead = head.framing == .none
    guard let handler = carrier.accept(stream, headers: head.fields) else { return stream.reset(.refusedStream) }
    stream.handler = handler
    if head.framing == .none { return ended([]) }
    guard head.expectsContinue, isAlone, writer.isWaiting, exchange?.reset == nil else { return }
    writer.sendContinue()
    carrier.outputRequested()
  }

  // MARK: Bodies

  /// Hands on the next piece of the body; false when there is none that is whole.
  private func takeBody(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ decoder: BodyDecoder
  ) throws(RequestRefusal) -> Bool {
    var decoder = decoder
    let piece = unsafe try decoder.next(in: bytes, &offset)
    phase = .body(decoder)
    switch piece {
    case .none: return false
    case .end(let trailers):
      phase = .answering
      progress = nil
      ended(trailers)
    case .chunk(let size): try judge(size)
    case .data(let range): unsafe handOn(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
    return true
  }

  /// Nobody wants what is left of a request that has been answered.
  private func handOn(_ data: UnsafeRawBufferPointer) {
    guard let exchange, exchange.stream.sendState != .ended, let handler = exchange.stream.handler else { return }
    exchange.stream.record.unconsumed += data.count
    unsafe handler.received(data: data, on: exchange.stream)
  }

  private func ended(_ trailers: [HeaderField]) {
    guard let exchange else { return }
    exchange.stream.record.hasPeerEnded = true
    exchange.stream.record.inputIncompleteSince = nil
    guard exchange.stream.sendState != .ended else { return }
    exchange.stream.handler?.receivedEnd(trailers: trailers, on: exchange.stream)
  }

  /// Counts chunks that are hardly worth their lines.
  private func judge(_ size: Int) throws(RequestRefusal) {
    if size >= 1024 { tinyChunks.refund() }
    guard size < 5, !tinyChunks.spend(carrier.loop.now) else { return }
    throw RequestRefusal(
      status: 400, reason: "chunks of fewer than five bytes: \(tinyChunks.description)", limit: .tinyChunks)
  }
}
