import EnrichmentRPC
import RawHTTP2

@testable import EnrichmentService

/// One event of `text/event-stream`.
struct PageEvent: Equatable {
  var name = "message"
  var id = ""
  var data = ""

  /// The events of a stream that are whole, as the standard has browsers read them; comments and times to wait are none.
  static func events(of text: String) -> [PageEvent] {
    var events: [PageEvent] = []
    for block in text.components(separatedBy: "\n\n").dropLast() {
      var event = PageEvent()
      for line in block.split(separator: "\n") {
        if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
        if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
        if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
      }
      if !event.data.isEmpty { events.append(event) }
    }
    return events
  }
}

extension String {
  /// The parts between the separators.
  fileprivate func components(separatedBy separator: String) -> [String] {
    var (parts, rest) = ([String](), self[...])
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}

extension RawClient {
  /// Asks for the updates of a session, as a browser does.
  func watch(_ stream: UInt32, token: String, after id: String? = nil, _ fields: [(String, String)] = []) {
    var head = [
      (":method", "GET"), (":scheme", "http"), (":path", "/api/v1/enrichment/sessions/updates?token=\(token)"),
      (":authority", "localhost"), ("accept", "text/event-stream"),
    ]
    if let id { head.append(("last-event-id", id)) }
    headers(stream, HeaderBlock.literals(head + fields))
  }

  /// Reads the body of a stream until it holds as many bytes, or ends; windows are opened as it is read.
  func body(_ stream: UInt32, bytes: Int) throws -> String {
    var body: [UInt8] = []
    while body.count < bytes, let frame = try next() {
      guard frame.type == Kind.data else { continue }
      if frame.stream == stream {
        body += frame.payload
        if frame.endsStream { break }
      }
      guard !frame.payload.isEmpty else { continue }
      for window in [0, frame.stream] {
        send(Kind.windowUpdate, stream: window, RawFrame.number(UInt32(frame.payload.count)))
      }
    }
    return String(decoding: body, as: UTF8.self)
  }
}
