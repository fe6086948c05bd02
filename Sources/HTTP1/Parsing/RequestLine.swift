internal import Transport

/// The first line of a request: a method, a target and a version, with one space between them (RFC 9112 section 3).
struct RequestLine {
  /// The method as it came.
  let method: String
  /// Path and query, or `*`.
  let path: String
  /// Host and port of a target that is a whole address; nil otherwise.
  let authority: String?
  /// Whether this is HTTP/1.0.
  let isOld: Bool

  /// Reads the line of a request over `scheme`.
  init(_ line: UnsafeRawBufferPointer, scheme: StaticString) throws(RequestRefusal) {
    let parts = unsafe line.split(separator: ByteClass.space, maxSplits: 2, omittingEmptySubsequences: false)
    guard unsafe parts.count == 3 else { throw .malformed("the first line is not a method, a target and a version") }
    let (name, target) = unsafe (UnsafeRawBufferPointer(rebasing: parts[0]), UnsafeRawBufferPointer(rebasing: parts[1]))
    guard unsafe name.isAll(ByteClass.isToken) else { throw .malformed("the method is no token") }
    guard unsafe target.isAll(ByteClass.isVisible) else { throw .malformed("the target is not visible ASCII") }
    isOld = unsafe try Self.isOld(unsafe UnsafeRawBufferPointer(rebasing: parts[2]))
    method = unsafe name.text
    guard method != "CONNECT" else { throw .unsupported(501, "CONNECT is not done here") }
    if unsafe target.first == UInt8(ascii: "/") || (method == "OPTIONS" && target.isText("*")) {
      (path, authority) = (unsafe target.text, nil)
    } else {
      (path, authority) = unsafe try Self.address(target, scheme)
    }
  }

  private static func isOld(_ version: UnsafeRawBufferPointer) throws(RequestRefusal) -> Bool {
    guard unsafe version.count == 8 && version.part(0, 5).elementsEqual("HTTP/".utf8) && version[6] == 0x2e,
      unsafe ByteClass.isDigit(version[5]) && ByteClass.isDigit(version[7])
    else { throw .malformed("the version is not HTTP/ and a number") }
    if unsafe version.part(5, 8).isText("1.1") { return false }
    if unsafe version.part(5, 8).isText("1.0") { return true }
    throw .unsupported(505, "of HTTP/1 the versions 1.0 and 1.1 are spoken here")
  }

  /// What a whole address names: a path that may be left out, and a host.
  private static func address(
    _ target: UnsafeRawBufferPointer, _ scheme: StaticString
  ) throws(RequestRefusal) -> (String, String) {
    let start = scheme.utf8CodeUnitCount
    guard unsafe target.count > start + 3 && target.part(0, start).isText(scheme),
      unsafe target.part(start, start + 3).isText("://")
    else { throw .malformed("the target is neither a path nor an address of \(scheme)") }
    let rest = unsafe target.part(start + 3, target.count)
    let end = unsafe rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.count
    let path = unsafe rest.part(end, rest.count).text
    return unsafe (path.hasPrefix("/") ? path : "/" + path, try host(unsafe rest.part(0, end)))
  }

  /// Reads a host with its port; with everything else, user names are refused, which only confuse who is meant.
  static func host(_ text: UnsafeRawBufferPointer) throws(RequestRefusal) -> String {
    guard unsafe text.isAll(ByteClass.isHost) else { throw .malformed("the host is not valid") }
    return unsafe text.text
  }
}
