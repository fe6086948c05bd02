/// The first line of responses.
enum StatusLine {
  private static let lines: [Int: [UInt8]] = {
    let phrases: [(Int, String)] = [
      (200, "OK"), (201, "Created"), (202, "Accepted"), (204, "No Content"), (206, "Partial Content"),
      (301, "Moved Permanently"), (302, "Found"), (303, "See Other"), (304, "Not Modified"),
      (307, "Temporary Redirect"), (308, "Permanent Redirect"), (400, "Bad Request"), (401, "Unauthorized"),
      (403, "Forbidden"), (404, "Not Found"), (405, "Method Not Allowed"), (406, "Not Acceptable"),
      (408, "Request Timeout"), (409, "Conflict"), (410, "Gone"), (411, "Length Required"),
      (412, "Precondition Failed"), (413, "Content Too Large"), (414, "URI Too Long"),
      (415, "Unsupported Media Type"), (416, "Range Not Satisfiable"), (417, "Expectation Failed"),
      (421, "Misdirected Request"), (422, "Unprocessable Content"), (426, "Upgrade Required"),
      (428, "Precondition Required"), (429, "Too Many Requests"), (431, "Request Header Fields Too Large"),
      (499, "Client Closed Request"), (500, "Internal Server Error"), (501, "Not Implemented"), (502, "Bad Gateway"),
      (503, "Service Unavailable"), (504, "Gateway Timeout"), (505, "HTTP Version Not Supported"),
    ]
    return Dictionary(uniqueKeysWithValues: phrases.map { ($0, line($0, $1)) })
  }()

  private static let ok = line(200, "OK")

  /// The line of a status, with its end.
  static func bytes(_ status: Int) -> [UInt8] { status == 200 ? ok : lines[status] ?? line(status, "") }

  private static func line(_ status: Int, _ phrase: String) -> [UInt8] {
    Array("HTTP/1.1 \(status) \(phrase)\r\n".utf8)
  }
}
