/// What a server has sent on one stream.
package struct RawResponse: Sendable {
  package var headers: [String: String] = [:]
  package var body: [UInt8] = []
  package var trailers: [String: String] = [:]
  /// The code of the reset; nil without one.
  package var reset: UInt32?
  /// Whether the stream was ended by the flag.
  package var hasEnded = false

  package init() {}

  /// A trailer, or a header where there is no such trailer.
  package subscript(name: String) -> String? { trailers[name] ?? headers[name] }
}

extension RawClient {
  /// Reads a stream to its end: the flag, a reset, or the end of the connection. Header blocks of one frame only.
  package func answer(_ stream: UInt32) throws -> RawResponse {
    var response = RawResponse()
    while !response.hasEnded, response.reset == nil, let frame = try next() {
      // The decoder must see every block of the connection.
      let block = frame.type == Kind.headers ? fields.read(frame.payload) : nil
      guard frame.stream == stream else { continue }
      switch frame.type {
      case Kind.headers: response.take(block ?? [])
      case Kind.data: response.body += frame.payload
      case Kind.reset: response.reset = frame.number(at: 0)
      default: break
      }
      response.hasEnded = frame.endsStream
    }
    return response
  }
}

extension RawResponse {
  fileprivate mutating func take(_ fields: [(name: String, value: String)]) {
    let isHead = headers.isEmpty
    for field in fields {
      if isHead { headers[field.name] = field.value } else { trailers[field.name] = field.value }
    }
  }
}
