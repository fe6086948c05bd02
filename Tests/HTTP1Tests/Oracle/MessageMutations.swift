/// Messages made of valid ones by small changes, the same ones for the same seed.
struct MessageMutations {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private static let originals = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /a/b?c=d HTTP/1.1\r\nHost: a.example:80\r\nAccept: */*\r\nUser-Agent: x/1 (y; z)\r\n\r\n",
    "HEAD /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close, x-a\r\nX-A: 1\r\n\r\n",
    "GET http://a/b HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde",
    "PUT /p HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}GET / HTTP/1.1\r\n",
    "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nabcde\r\n1A\r\n\(String(repeating: "z", count: 26))\r\n0\r\nX-T: y\r\n\r\n",
    "POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nCookie: a=b\r\n\r\nabc",
    "DELETE /p HTTP/1.1\r\nHost: [::1]:80\r\nAuthorization: Bearer x\r\nX:  y \t z  \r\n\r\n",
  ].map { Array($0.utf8) }

  private static let pieces = [
    " ", "\t", "\r", "\n", "\r\n", ":", ",", ";", "0", "1", "5", "+", "-", "\0", "\u{b}", "\u{7f}", "\u{e9}", "x",
    "chunked",
    "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: a\r\n", "Connection: close\r\n", " x\r\n",
    "HTTP/1.1", "/",
    "\"", "\\", "@", "#",
  ].map { Array($0.utf8) }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state ^ state >> 29) >> 16) % max(1, bound)
  }

  /// The next message: one of the valid ones with none to three changes.
  mutating func next() -> [UInt8] {
    var message = Self.originals[below(Self.originals.count)]
    for _ in 0..<below(4) { change(&message) }
    return message
  }

  private mutating func change(_ message: inout [UInt8]) {
    let place = below(message.count)
    switch below(6) {
    case 0, 1: message.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
    case 2: if !message.isEmpty { message.remove(at: place) }
    case 3: if !message.isEmpty { message[place] = UInt8(truncatingIfNeeded: below(256)) }
    case 4: if !message.isEmpty { message[place] ^= 0x20 }
    default: repeatLine(&message)
    }
  }

  /// Puts a line that is there somewhere else too.
  private mutating func repeatLine(_ message: inout [UInt8]) {
    let lines = message.split(separator: 10, omittingEmptySubsequences: false)
    let line = Array(lines[below(lines.count)]) + [10]
    let place = lines[..<below(lines.count)].reduce(0) { $0 + $1.count + 1 }
    message.insert(contentsOf: line, at: min(place, message.count))
  }
}
