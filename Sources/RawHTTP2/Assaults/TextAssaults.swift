/// What a hostile client does in HTTP/1.1.
extension Assault {
  /// All that is done as text.
  static let asText = [slowHead, slowBody, largeHead, endlessExtensions, chunkCrumbs, pipeliningFlood, smuggling]

  package static let slowHead = text("http1-slow-head", "a head that does not end") { client, call in
    client.write(Array("GET \(call.path) HTTP/1.1\r\nHost: a\r\nX-Slow: ".utf8))
  }

  package static let slowBody = text("http1-slow-body", "a body that does not go on") { client, call in
    client.write(post(call, "Content-Length: 1000000") + Array("a".utf8))
  }

  package static let largeHead = text("http1-large-head", "fields without end") { client, call in
    client.write(Array("GET \(call.path) HTTP/1.1\r\nHost: a\r\n".utf8))
    let field = Array("X-Large: \(String(repeating: "a", count: 1000))\r\n".utf8)
    times(10_000) { _ in client.write(field) }
  }

  package static let endlessExtensions = text("http1-endless-extensions", "chunks of a byte with extensions of 200") {
    client, call in
    client.write(post(call, "Transfer-Encoding: chunked"))
    let chunk = Array("1;\(String(repeating: "a", count: 200))\r\nx\r\n".utf8)
    times(10_000) { _ in client.write(chunk) }
  }

  package static let chunkCrumbs = text("http1-chunk-crumbs", "a body in chunks of a byte") { client, call in
    client.write(post(call, "Transfer-Encoding: chunked"))
    let hundred = [UInt8]((0..<100).flatMap { _ in Array("1\r\nx\r\n".utf8) })
    times(1_000) { _ in client.write(hundred) }
  }

  package static let pipeliningFlood = text("http1-pipelining-flood", "requests without end whose answers nobody reads")
  {
    client, call in
    let request = Array("GET \(call.path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let hundred = [UInt8]((0..<100).flatMap { _ in request })
    times(20_000) { _ in client.write(hundred) }
  }

  package static let smuggling = text("http1-smuggling", "a length and chunks in one request, and another behind it") {
    client, call in
    let hidden = "0\r\n\r\nGET \(call.path) HTTP/1.1\r\nHost: a\r\n\r\n"
    client.write(post(call, "Content-Length: \(hidden.utf8.count)\r\nTransfer-Encoding: chunked") + Array(hidden.utf8))
  }

  private static func text(
    _ name: String, _ summary: String, _ attack: @escaping @Sendable (RawClient, AssaultedCall) -> Void
  ) -> Assault {
    Assault(name, summary, isBeforePreface: true, isText: true, attack)
  }

  private static func post(_ call: AssaultedCall, _ fields: String) -> [UInt8] {
    Array("POST \(call.path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n".utf8)
  }
}
