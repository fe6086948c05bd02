/// What a request asks for (RFC 9113 section 8.3.1), beyond what the C library checks.
enum RequestTarget {
  /// The rule in words.
  static let rule = "a :path begins with a slash, or is * for OPTIONS"

  /// Whether the path of a request is one: whatever the scheme, it begins with a slash, or it is `*` for OPTIONS.
  ///
  /// A path that routing and access control could read differently must not come in. Pseudo-headers come first.
  static func isValid(_ headers: [HeaderField]) -> Bool {
    var method = ""
    var path: String?
    for field in headers {
      guard field.name.utf8.first == UInt8(ascii: ":") else { break }
      if field.name == ":method" { method = field.value }
      if field.name == ":path" { path = field.value }
    }
    guard let path else { return method == "CONNECT" }
    return path.utf8.first == UInt8(ascii: "/") || (path == "*" && method == "OPTIONS")
  }
}
