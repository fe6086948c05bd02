internal import EventLoop
internal import Transport

/// The bytes of one response after the other: what was said of each, and how far it has left.
struct ResponseWriter {
  /// What of a response is still to come.
  private enum Stage {
    /// Its head is not known.
    case waiting
    /// Its head is known and has not left; how its body is framed can wait until then.
    case head(WrittenHead, hasBody: Bool)
    case body(WrittenHead.Framing)
    case ended
  }

  /// What the head of a response depends on beside what its handler says.
  struct Surroundings {
    let isHEAD: Bool
    let isOld: Bool
    /// Whether the connection goes on after the response.
    let keepsAlive: Bool
    /// The line of the field `date`.
    let date: [UInt8]
  }

  private var stage = Stage.waiting
  /// What leaves before anything of the body's queue, and how much of it has left.
  private var front: [UInt8] = []
  private var sent = 0
  /// Whether the body that left is shorter or longer than its head says: nothing may follow on the connection.
  private(set) var isBroken = false
  /// Whether the response has said that the connection ends with it.
  private(set) var endsWithConnection = false

  /// The head of the response is not known.
  var isWaiting: Bool { if case .waiting = stage { true } else { false } }

  /// Nothing of a final response has left.
  var isUnsent: Bool {
    switch stage {
    case .waiting, .head: true
    case .body, .ended: false
    }
  }

  /// Everything has left.
  var hasEnded: Bool { if case .ended = stage { sent == front.count } else { false } }

  /// Whether bytes wait that no body has.
  var hasFront: Bool { sent < front.count }

  /// A new response begins.
  mutating func reset() { stage = .waiting }

  /// Says that the body of the request is wanted (RFC 9110 section 15.2.1).
  mutating func sendContinue() { push(Self.goOn) }

  private static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

  /// Takes the head that a handler has given.
  mutating func take(_ head: WrittenHead, hasBody: Bool) { stage = .head(head, hasBody: hasBody) }

  /// Answers by itself, in words, and with the end of the connection.
  mutating func refuse(_ status: Int, _ reason: String, isHEAD: Bool, date: [UInt8]) {
    let text = reason + "\n"
    front.removeFirst(sent)
    sent = 0
    push(StatusLine.bytes(status) + date)
    push(Array("content-type: text/plain; charset=utf-8\r\ncontent-length: \(text.utf8.count)\r\n".utf8))
    push(Array("connection: close\r\n\r\n".utf8))
    if !isHEAD { push(Array(text.utf8)) }
    stage = .ended
  }

  private mutating func push(_ bytes: [UInt8]) { front.append(contentsOf: bytes) }

  // MARK: Leaving

  /// Writes what there is to say of the response that the stream carries; answers how many bytes.
  mutating func gather(
    _ stream: Stream?, into memory: UnsafeMutableRawBufferPointer, _ surroundings: () -> Surroundings
  ) -> Int {
    if let stream, case .head(let head, let hasBody) = stage {
      finish(head, hasBody ? stream : nil, surroundings())
    }
    var count = unsafe takeFront(memory)
    guard let stream, case .body(let framing) = stage, sent == front.count else { return count }
    count += unsafe gatherBody(stream, framing, UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
    count += unsafe takeFront(UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
    return count
  }

  private mutating func takeFront(_ memory: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(front.count - sent, memory.count)
    guard count > 0 else { return 0 }
    unsafe front.withUnsafeBytes {
      unsafe memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sent..<sent + count]))
    }
    sent += count
    if sent == front.count {
      front.removeAll(keepingCapacity: front.count <= 1024)
      sent = 0
    }
    return count
  }

  // MARK: The head

  private mutating func finish(_ head: WrittenHead, _ stream: Stream?, _ around: Surroundings) {
    let framing = framing(head, stream, around)
    push(StatusLine.bytes(head.status))
    push(head.fields)
    if !head.hasDate { push(around.date) }
    pushLength(head, stream, framing, around)
    if !around.keepsAlive { endsWithConnection = true }
    if endsWithConnection {
      push(Self.closing)
    } else if around.isOld {
      push(Self.keeping)
    }
    front.appendLineEnd()
    stage = .body(framing)
  }

  private mutating func framing(_ head: WrittenHead, _ stream: Stream?, _ around: Surroundings) -> WrittenHead.Framing {
    guard let stream, !around.isHEAD, !head.isBodiless else { return .none }
    if let length = head.length { return .length(length) }
    if stream.sendState != .open, around.isOld || !stream.headers.hasTrailers { return .length(stream.queue.count) }
    guard around.isOld else { return .chunked }
    endsWithConnection = true
    return .close
  }

  private mutating func pushLength(
    _ head: WrittenHead, _ stream: Stream?, _ framing: WrittenHead.Framing, _ around: Surroundings
  ) {
    switch framing {
    case .length(let length): push(length: length)
    case .chunked: push(Self.chunked)
    case .close: break
    case .none:
      // Only where no body is sent whatever the length may the length be that of another answer.
      if around.isHEAD || head.status == 304 {
        if let length = head.length { push(length: length) }
      } else if head.status != 204 {
        push(length: 0)
      }
    }
  }

  private mutating func push(length: Int) {
    push(Self.length)
    front.append(contentsOf: String(length).utf8)
    front.appendLineEnd()
  }

  private static let length = Array("content-length: ".utf8)
  private static let closing = Array("connection: close\r\n".utf8)
  private static let keeping = Array("connection: keep-alive\r\n".utf8)
  private static let chunked = Array("transfer-encoding: chunked\r\n".utf8)

  // MARK: The body

  /// The bytes around those of a chunk, at the most: its size, and two ends of lines.
  private static let aroundChunk = 12

  private mutating func gatherBody(
    _ stream: Stream, _ framing: WrittenHead.Framing, _ memory: UnsafeMutableRawBufferPointer
  ) -> Int {
    let count: Int
    switch framing {
    case .none:
      // Whatever the handler has to say is not sent, and the next response need not wait for it.
      stream.queue.removeAll()
      stream.sendState = .ended
      count = 0
    case .length(let rest):
      let size = min(stream.queue.count, rest, memory.count)
      count = unsafe stream.take(size, memory)
      stage = .body(.length(rest - size))
      if rest == size, stream.queue.count > 0 { isBroken = true }
    case .chunked: count = unsafe chunk(stream, memory)
    case .close: count = unsafe stream.take(min(stream.queue.count, memory.count), memory)
    }
    if isBroken || stream.queue.count == 0, stream.sendState != .open { end(stream) }
    return count
  }

  private func chunk(_ stream: Stream, _ memory: UnsafeMutableRawBufferPointer) -> Int {
    let size = min(stream.queue.count, memory.count - Self.aroundChunk)
    guard size > 0 else { return 0 }
    var count = 0
    func put(_ byte: UInt8) {
      unsafe memory[count] = byte
      count += 1
    }
    func putLineEnd() {
      put(ByteClass.carriageReturn)
      put(ByteClass.lineFeed)
    }
    for digit in String(size, radix: 16).utf8 { put(digit) }
    putLineEnd()
    count += unsafe stream.take(size, UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
    putLineEnd()
    return count
  }

  private mutating func end(_ stream: Stream) {
    let trailers = stream.headers.takeTrailers()
    switch stage {
    case .body(.length(let rest)): if rest > 0 { isBroken = true }
    case .body(.chunked):
      push(Array("0\r\n".utf8))
      if let trailers { push(trailers.fields, trailers.constant) }
      front.appendLineEnd()
    case .body, .waiting, .head, .ended: break
    }
    stream.sendState = .ended
    stage = .ended
  }

  private mutating func push(_ fields: [HeaderField], _ constant: ConstantHeaders) {
    // A status of their own makes a head of them, which checks what may be in it.
    let head = WrittenHead([HeaderField(":status", "200")] + fields, constant.list)
    if let head { push(head.fields) }
  }
}

extension Stream {
  /// Moves so many bytes that wait to memory.
  fileprivate func take(_ size: Int, _ memory: UnsafeMutableRawBufferPointer) -> Int {
    if let whole = queue.takeFront(size) {
      unsafe whole.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
      return size
    }
    guard size > 0 else { return 0 }
    var count = 0
    unsafe queue.take(size) {
      unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: $0)
      count += $0.count
    }
    return count
  }
}
