/// What a request asks for (RFC 9113 section 8.3.1), beyond what the C library checks.
enum RequestTarget {
  /// The rule in words.
  static let rule = "a :path begins with a slash, or is * for OPTIONS"

  /// Whether the path of a request is one: whatever the scheme, it begins with a slash, or it is `*` for OPTIONS.
  ///
  /// A path that routing and access control could read differently must not come in. Pseudo-headers come first.
  static func isValid(_ headers: [HeaderField]) -> Bool {
    let path = place(of: ":path", in: headers)
    if let path, headers[path].value.utf8.first == UInt8(ascii: "/") { return true }
    guard let method = place(of: ":method", in: headers) else { return false }
    guard let path else { return headers[method].value == "CONNECT" }
    return headers[path].value == "*" && headers[method].value == "OPTIONS"
  }

  /// The index of a pseudo-header.
  private static func place(of name: String, in headers: [HeaderField]) -> Int? {
    for index in headers.indices {
      guard headers[index].name.utf8.first == UInt8(ascii: ":") else { return nil }
      if headers[index].name == name { return index }
    }
    return nil
  }
}
