import Transport

/// A handler whose behaviour follows from one byte: what it sends, when, and whether it takes what it is sent.
final class ScriptedHandler: StreamHandler {
  let log = StreamJournal.Log()
  private let script: UInt8
  private var remaining: Int

  init(_ script: UInt8) {
    self.script = script
    remaining = script & 0x80 == 0 ? 10 : 150_000
  }

  /// The handler of a request, whose path's last byte is its script; nil refuses it.
  static func forRequest(_ stream: Stream, _ headers: [HeaderField], bench: SessionBench) -> ScriptedHandler? {
    let path = headers.first { $0.name == ":path" }?.value ?? ""
    let script = path.utf8.last ?? 0
    guard script != UInt8(ascii: "/") else { return nil }
    let handler = ScriptedHandler(script)
    bench.watch(StreamJournal(handler.log))
    if handler.answersAtOnce { handler.answer(stream) }
    return handler
  }

  private var answersAtOnce: Bool { script & 1 != 0 }
  private var consumes: Bool { script & 2 == 0 }
  private var echoes: Bool { script & 4 != 0 }

  private func answer(_ stream: Stream) {
    stream.sendHeaders([HeaderField(":status", "200")], endStream: script & 24 == 24)
    fill(stream)
  }

  private func fill(_ stream: Stream) {
    while remaining > 0, stream.isWritable {
      let size = min(remaining, 10_000)
      stream.send([UInt8](repeating: 0x61, count: size))
      remaining -= size
    }
    guard remaining == 0 else { return }
    if script & 8 != 0 { stream.send([], endStream: true) } else { stream.sendTrailers([HeaderField("x-end", "1")]) }
  }

  func received(headers: [HeaderField], on stream: Stream) { log.noteHeaders() }

  func received(data: UnsafeRawBufferPointer, on stream: Stream) {
    log.noteData()
    if echoes { stream.send(Array(data)) }
    if consumes { stream.consume(data.count) }
    if script & 0x60 == 0x60 { stream.reset(.cancel) }
  }

  func receivedEnd(trailers: [HeaderField], on stream: Stream) {
    log.noteEnd()
    if !answersAtOnce { answer(stream) }
  }

  func writable(on stream: Stream) {
    log.noteWritable()
    fill(stream)
  }

  func closed(on stream: Stream, reason: StreamCloseReason) {
    log.noteClosed()
    stream.send([1])
    stream.reset(.cancel)
  }
}
