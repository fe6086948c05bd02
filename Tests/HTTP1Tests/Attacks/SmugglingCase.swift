/// A message that two servers in a row could read differently, and how it must be refused.
struct SmugglingCase: Sendable, CustomStringConvertible {
  let description: String
  let status: Int
  let bytes: [UInt8]

  private init(_ description: String, _ status: Int, _ text: String) {
    self.description = description
    self.status = status
    bytes = Array(text.utf8)
  }

  /// A GET with such lines behind its first.
  private static func get(_ description: String, _ lines: String, _ status: Int = 400) -> SmugglingCase {
    SmugglingCase(description, status, "GET /hello HTTP/1.1\r\n\(lines)\r\n")
  }

  /// A request with such a first line.
  private static func line(_ description: String, _ line: String, _ status: Int = 400) -> SmugglingCase {
    SmugglingCase(description, status, "\(line)Host: a\r\n\r\n")
  }

  /// A POST with such fields beside the host, and a body of five bytes and of one chunk.
  private static func post(_ description: String, _ fields: String, _ status: Int = 400) -> SmugglingCase {
    SmugglingCase(description, status, "POST /collect HTTP/1.1\r\nHost: a\r\n\(fields)\r\n0\r\n\r\n")
  }

  /// A POST in chunks.
  private static func chunks(_ description: String, _ body: String, _ status: Int = 400) -> SmugglingCase {
    SmugglingCase(description, status, "POST /collect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)")
  }

  /// All of them.
  static let all = lengths + codings + lines + fields + bodies + trailers

  private static let lengths = [
    post("length and chunks", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n"),
    post("chunks and length", "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n"),
    post("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n"),
    post("one length twice", "Content-Length: 5\r\nContent-Length: 5\r\n"),
    post("a list of lengths", "Content-Length: 5, 5\r\n"),
    post("a length with a plus", "Content-Length: +5\r\n"),
    post("a length with a minus", "Content-Length: -5\r\n"),
    post("a length in hexadecimal", "Content-Length: 0x5\r\n"),
    post("a length with a space in it", "Content-Length: 5 0\r\n"),
    post("a length with a point", "Content-Length: 5.0\r\n"),
    post("a length of no digits", "Content-Length: \r\n"),
    post("a length beyond 2^63", "Content-Length: 9223372036854775808\r\n"),
    post("a length that overflows to 5", "Content-Length: 18446744073709551621\r\n"),
    post("a length behind a vertical tabulator", "Content-Length: \u{b}5\r\n"),
    post("a length in other digits", "Content-Length: \u{0665}\r\n"),
    post("a length that the connection takes back", "Connection: content-length\r\nContent-Length: 5\r\n"),
  ]

  private static let codings = [
    post("a coding that only looks like chunked", "Transfer-Encoding: xchunked\r\n", 501),
    post("chunked twice in a list", "Transfer-Encoding: chunked, chunked\r\n", 501),
    post("another coding before chunked", "Transfer-Encoding: gzip, chunked\r\n", 501),
    post("another coding behind chunked", "Transfer-Encoding: chunked, identity\r\n", 501),
    post("identity", "Transfer-Encoding: identity\r\n", 501),
    post("chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n", 501),
    post("chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n", 501),
    post("no coding", "Transfer-Encoding:\r\n", 501),
    post("two fields for it", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
    post("two fields, the second other", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n"),
    post("a space before the colon", "Transfer-Encoding : chunked\r\n"),
    post("a tabulator before the colon", "Transfer-Encoding\t: chunked\r\n"),
    post("a space before the name", " Transfer-Encoding: chunked\r\n"),
    post("a field continued", "X: a\r\n Transfer-Encoding: chunked\r\n"),
    post("a vertical tabulator before chunked", "Transfer-Encoding: \u{b}chunked\r\n"),
    post("a zero byte in the name", "Transfer\0-Encoding: chunked\r\n"),
    post("a zero byte behind chunked", "Transfer-Encoding: chunked\0\r\n"),
    post("a carriage return alone", "X: y\rTransfer-Encoding: chunked\r\n"),
    post("a line feed alone", "X: y\nTransfer-Encoding: chunked\r\n"),
    post("a name that is not ASCII", "Transfer-Encod\u{131}ng: chunked\r\n"),
    SmugglingCase(
      "HTTP/1.0 in chunks", 400, "POST /collect HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
  ]

  private static let lines = [
    line("a first line with a line feed alone", "GET /hello HTTP/1.1\n"),
    line("a carriage return before the method", "\rGET /hello HTTP/1.1\r\n"),
    line("two empty lines before the request", "\r\n\r\nGET /hello HTTP/1.1\r\n"),
    line("two spaces behind the method", "GET  /hello HTTP/1.1\r\n"),
    line("two spaces behind the target", "GET /hello  HTTP/1.1\r\n"),
    line("a space at the end", "GET /hello HTTP/1.1 \r\n"),
    line("a space at the beginning", " GET /hello HTTP/1.1\r\n"),
    line("tabulators for spaces", "GET\t/hello\tHTTP/1.1\r\n"),
    line("a target with a space", "GET /hel lo HTTP/1.1\r\n"),
    line("a method that is no token", "GE(T /hello HTTP/1.1\r\n"),
    line("HTTP/0.9", "GET /hello\r\n"),
    line("HTTP/0.9 with its number", "GET /hello HTTP/0.9\r\n", 505),
    line("a later HTTP/1", "GET /hello HTTP/1.2\r\n", 505),
    line("HTTP/2 as text", "GET /hello HTTP/2.0\r\n", 505),
    line("a version of two digits", "GET /hello HTTP/1.10\r\n"),
    line("a version in lower case", "GET /hello http/1.1\r\n"),
    line("a version without a point", "GET /hello HTTP/1,1\r\n"),
    line("CONNECT", "CONNECT a:80 HTTP/1.1\r\n", 501),
    line("a target that is no path", "GET hello HTTP/1.1\r\n"),
    line("the target * of a GET", "GET * HTTP/1.1\r\n"),
    line("a zero byte in the target", "GET /hello\0 HTTP/1.1\r\n"),
    line("a target that is not ASCII", "GET /h\u{e9}llo HTTP/1.1\r\n"),
    line("an address of another host", "GET http://b/hello HTTP/1.1\r\n"),
    line("an address of another port", "GET http://a:81/hello HTTP/1.1\r\n"),
    line("an address of another scheme", "GET https://a/hello HTTP/1.1\r\n"),
    line("an address with a user", "GET http://b@a/hello HTTP/1.1\r\n"),
    line("an address without a host", "GET http:///hello HTTP/1.1\r\n"),
  ]

  private static let fields = [
    get("no host", "Accept: x\r\n"),
    get("two hosts", "Host: a\r\nHost: b\r\n"),
    get("one host twice", "Host: a\r\nHost: a\r\n"),
    get("an empty host", "Host:\r\n"),
    get("a list of hosts", "Host: a b\r\n"),
    get("a host with a path", "Host: a/b\r\n"),
    get("a host with a user", "Host: b@a\r\n"),
    get("a host that is not ASCII", "Host: \u{e9}\r\n"),
    get("a line without a colon", "Host: a\r\nAccept\r\n"),
    get("a field without a name", "Host: a\r\n: x\r\n"),
    get("a zero byte in a value", "Host: a\r\nAccept: \0\r\n"),
    get("a DEL in a value", "Host: a\r\nAccept: \u{7f}\r\n"),
    get("the end of the head with line feeds alone", "Host: a\r\n\n"),
    get("a connection that takes the host back", "Host: a\r\nConnection: host\r\n"),
    get("a connection of no options", "Host: a\r\nConnection: a b\r\n"),
    get("another expectation", "Host: a\r\nExpect: 200-ok\r\n", 417),
  ]

  private static let bodies = [
    chunks("a size of no digits", "\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size of letters", "G\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size with a plus", "+5\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size with a minus", "-5\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size with a prefix", "0x5\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size behind a space", " 5\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size before a space", "5 \r\nabcde\r\n0\r\n\r\n"),
    chunks("a size with an underscore", "0_5\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size of 2 GiB and a byte", "80000001\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size that overflows to 5", "10000000000000005\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size of 2^64 - 1", "ffffffffffffffff\r\nabcde\r\n0\r\n\r\n"),
    chunks("a size with a line feed alone", "5\nabcde\r\n0\r\n\r\n"),
    chunks("a chunk longer than its size", "5\r\nabcdefg\r\n0\r\n\r\n"),
    chunks("a chunk that ends with a line feed alone", "5\r\nabcde\n0\r\n\r\n"),
    chunks("a chunk that ends with a carriage return alone", "5\r\nabcde\r0\r\n\r\n"),
    chunks("a carriage return in an extension", "5;a\rb\r\nabcde\r\n0\r\n\r\n"),
    chunks("a line feed in an extension", "5;a\nb\r\nabcde\r\n0\r\n\r\n"),
    chunks("a zero byte in an extension", "5;a\0\r\nabcde\r\n0\r\n\r\n"),
    chunks("an extension without its semicolon", "5 a\r\nabcde\r\n0\r\n\r\n"),
    chunks("an extension of 300 bytes", "5;\(String(repeating: "a", count: 300))\r\nabcde\r\n0\r\n\r\n"),
    chunks("extensions without end", String(repeating: "1;\(String(repeating: "a", count: 200))\r\nx\r\n", count: 30)),
  ]

  private static let trailers = [
    chunks("a length as a trailer", "0\r\nContent-Length: 5\r\n\r\n"),
    chunks("a coding as a trailer", "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
    chunks("a host as a trailer", "0\r\nHost: b\r\n\r\n"),
    chunks("a secret as a trailer", "0\r\nAuthorization: b\r\n\r\n"),
    chunks("an option as a trailer", "0\r\nConnection: close\r\n\r\n"),
    chunks("a trailer with a line feed alone", "0\r\nX: y\n\r\n"),
    chunks("a trailer continued", "0\r\nX: y\r\n z\r\n\r\n"),
    chunks("a trailer that is no field", "0\r\nGET /smuggled HTTP/1.1\r\n\r\n"),
  ]
}
