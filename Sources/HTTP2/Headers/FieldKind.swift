internal import CNghttp2

/// What the rules for messages know of a field by its name (RFC 9113 sections 8.2 and 8.3, RFC 9110 section 8.6).
enum FieldKind: UInt8 {
  case method, scheme, path, authority
  case host, te, contentLength, priority
  /// Any other.
  case other

  /// The kind of the field with this name; nil when requests may have none such: it is no name in lower case, a
  /// pseudo-header that is not one of theirs, or a field of the connection.
  init?(_ name: UnsafeRawBufferPointer) {
    let text = unsafe name.assumingMemoryBound(to: UInt8.self)
    guard unsafe nghttp2_check_header_name(text.baseAddress, text.count) != 0 else { return nil }
    guard let known = unsafe Self.known(name) else { return nil }
    self = known
  }

  private static func known(_ name: UnsafeRawBufferPointer) -> FieldKind? {
    for (text, kind) in names where unsafe isEqual(name, text) { return kind }
    if unsafe name.first == UInt8(ascii: ":") { return nil }
    return ofConnection.contains { unsafe isEqual(name, $0) } ? nil : .other
  }

  private static let names: [(StaticString, FieldKind)] = [
    (":method", .method), (":scheme", .scheme), (":path", .path), (":authority", .authority), ("host", .host),
    ("te", .te), ("content-length", .contentLength), ("priority", .priority),
  ]

  /// RFC 9113 section 8.2.2.
  private static let ofConnection: [StaticString] = [
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
  ]

  private static func isEqual(_ name: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    guard name.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { unsafe $0.elementsEqual(name) }
  }
}
