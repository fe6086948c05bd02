import RawHTTP2
import Transport

@testable import HTTP1

/// What the parser makes of a message.
struct Reading {
  let head: ReceivedHead
  var body: [UInt8] = []
  var trailers: [HeaderField] = []
  /// Bytes behind the message.
  var rest = 0

  /// Reads a whole message; nil when it is refused, or not whole.
  init?(_ message: [UInt8]) {
    let limits = ConnectionLimits.server
    let found = message.withUnsafeBytes { bytes -> Reading? in
      do throws(RequestRefusal) {
        var scanner = SectionScanner(isHead: true, limit: limits.maxHeaderListSize)
        guard let end = try scanner.end(in: bytes) else { return nil }
        let section = UnsafeRawBufferPointer(rebasing: bytes[scanner.start..<end])
        var reading = Reading(try ReceivedHead(section, isSecure: false, limits: limits))
        return try reading.takeBody(bytes, from: end, limits) ? reading : nil
      } catch {
        return nil
      }
    }
    guard let found else { return nil }
    self = found
  }

  private init(_ head: ReceivedHead) { self.head = head }

  private mutating func takeBody(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ limits: ConnectionLimits
  ) throws(RequestRefusal) -> Bool {
    var decoder = BodyDecoder(head.framing, limits: limits)
    var offset = start
    while true {
      switch try decoder.next(in: bytes, &offset) {
      case .none: return false
      case .chunk: continue
      case .data(let range): body += bytes[range]
      case .end(let trailers):
        self.trailers = trailers
        rest = bytes.count - offset
        return true
      }
    }
  }

  /// The message and its reading as JSON for the oracle; bytes in hexadecimal digits, as JSON has none.
  func line(of message: [UInt8]) -> String {
    let fields = (head.fields + trailers).map { "[\(Self.quoted($0.name)), \(Self.quoted($0.value))]" }
    return #"{"message": "\#(Self.hex(message))", "body": "\#(Self.hex(body))", "rest": \#(rest), "#
      + #""fields": [\#(fields.joined(separator: ", "))]}"#
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\t": "\\t"
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
