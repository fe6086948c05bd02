@testable import RPC

/// A stream of bytes is cut into the same messages in whatever pieces it comes, and memory follows what has arrived.
///
/// The first byte says how long pieces are, the second how long messages may be, the third how they are compressed.
enum DeframerEntry {
  static let entry = FuzzEntry(name: "deframer") { input throws(Violation) in
    var cursor = InputCursor(input)
    let size = Int(cursor.byte()) + 1
    let limit = Int(cursor.byte()) * 16
    let encodings: [MessageEncoding] = [.identity, .compressed(.gzip), .unsupported("other")]
    let encoding = encodings[Int(cursor.byte()) % encodings.count]
    let stream = cursor.remainder()
    let whole = run(limit, encoding, stream, pieces: max(stream.count, 1))
    let parts = run(limit, encoding, stream, pieces: size)
    try Violation.unless(whole == parts, "pieces of \(size) bytes gave \(parts), the whole gave \(whole)")
    for message in whole.messages {
      try Violation.unless(
        message.bytes.count <= limit, "a message of \(message.bytes.count) bytes passed a limit of \(limit)")
    }
  }

  private struct Outcome: Equatable {
    var messages: [ReceivedMessage] = []
    var fault: FramingError?
  }

  private static func run(
    _ limit: Int, _ encoding: MessageEncoding, _ stream: [UInt8], pieces size: Int
  ) -> Outcome {
    var deframer = MessageDeframer(limit: limit)
    deframer.encoding = encoding
    var outcome = Outcome()
    do throws(FramingError) {
      for start in stride(from: 0, to: stream.count, by: size) {
        let piece = Array(stream[start..<min(start + size, stream.count)])
        try piece.span.bytes.withUnsafeBytes { (bytes) throws(FramingError) in
          try deframer.receive(bytes) { outcome.messages.append($0) }
        }
      }
      try deframer.finish()
    } catch {
      outcome.fault = error
    }
    return outcome
  }
}
