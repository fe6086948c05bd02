internal import Transport

/// What a request's head says.
struct ReceivedHead {
  /// How the end of the body is found.
  enum Framing: Hashable {
    /// There is none.
    case none
    /// So many bytes, at least one.
    case length(Int64)
    /// Chunks.
    case chunked
  }

  /// The method, path, scheme and host as HTTP/2 has them, then the fields, without those of the connection.
  private(set) var fields: [HeaderField]
  private(set) var framing = Framing.none
  /// Whether the response has no body, whatever its head says.
  let isHEAD: Bool
  /// Whether this is HTTP/1.0, which knows no chunks.
  let isOld: Bool
  /// Whether the connection may go on after the response.
  private(set) var keepsAlive: Bool
  /// Whether the client waits to be told that it may send the body.
  private(set) var expectsContinue = false
  private var host: String?
  private var length: Int64?
  private var options: [String] = []

  /// Reads a head, from its first line to the empty one; no line of it ends without a carriage return.
  init(_ bytes: UnsafeRawBufferPointer, isSecure: Bool, limits: ConnectionLimits) throws(RequestRefusal) {
    var lines = unsafe SectionLines(bytes)
    guard let first = unsafe lines.next() else { throw .malformed("there is no first line") }
    let line = unsafe try RequestLine(first, scheme: isSecure ? "https" : "http")
    isHEAD = line.method == "HEAD"
    isOld = line.isOld
    keepsAlive = !line.isOld
    fields = [HeaderField(":method", line.method), HeaderField(":path", line.path)]
    fields.reserveCapacity(16)
    fields.append(HeaderField(":scheme", isSecure ? "https" : "http"))
    var size = HeaderListSize(limits)
    while let line = unsafe lines.next() { try take(unsafe FieldLine(line), &size) }
    try settle(line)
  }

  private mutating func take(_ field: FieldLine, _ size: inout HeaderListSize) throws(RequestRefusal) {
    guard size.add(name: field.name.utf8.count, value: unsafe field.value.count) == .fits else {
      throw .tooLarge(431, "the fields are more, or larger, than is allowed")
    }
    switch field.kind {
    case .host:
      guard host == nil else { throw .malformed("there are two hosts") }
      host = unsafe try RequestLine.host(field.value)
    case .contentLength: try takeLength(field)
    case .transferEncoding: try takeCoding(field)
    case .connection: try takeOptions(field)
    case .expect:
      guard unsafe field.value.isText("100-continue") else {
        throw .unsupported(417, "of expectations 100-continue alone is met here")
      }
      expectsContinue = !isOld
    case .ofConnection: break
    case .secret, .other: fields.append(field.field)
    }
  }

  /// One number below 2^63: also two that are equal are refused.
  private mutating func takeLength(_ field: FieldLine) throws(RequestRefusal) {
    guard length == nil, unsafe field.value.isAll(ByteClass.isDigit), let value = Int64(field.field.value) else {
      throw .malformed("content-length is not one number")
    }
    length = value
    fields.append(field.field)
  }

  private mutating func takeCoding(_ field: FieldLine) throws(RequestRefusal) {
    guard !isOld, framing == .none else { throw .malformed("transfer-encoding comes twice, or in HTTP/1.0") }
    guard unsafe field.value.isText("chunked") else {
      throw .unsupported(501, "of transfer codings chunked alone is taken here")
    }
    framing = .chunked
  }

  private mutating func takeOptions(_ field: FieldLine) throws(RequestRefusal) {
    let named = unsafe field.value.split(separator: UInt8(ascii: ",")).map {
      unsafe UnsafeRawBufferPointer(rebasing: $0).trimmed.text.lowercased()
    }
    guard named.allSatisfy({ $0.utf8.allSatisfy(ByteClass.isToken) }) else {
      throw .malformed("connection is no list of options")
    }
    options += named
  }

  /// Looks at what fields say together.
  private mutating func settle(_ line: RequestLine) throws(RequestRefusal) {
    if let length {
      guard framing == .none else { throw .malformed("content-length and transfer-encoding exclude each other") }
      if length > 0 { framing = .length(length) }
    }
    if framing == .none { expectsContinue = false }
    guard host != nil || isOld else { throw .malformed("there is no host") }
    if let host, let named = line.authority, host.lowercased() != named.lowercased() {
      throw .malformed("the target is of another host than the field says")
    }
    if let host = host ?? line.authority { fields.insert(HeaderField(":authority", host), at: 3) }
    try obeyOptions()
  }

  /// What the connection's options name is of the connection alone; what frames a message cannot be.
  private mutating func obeyOptions() throws(RequestRefusal) {
    guard !options.isEmpty else { return }
    if options.contains("keep-alive") { keepsAlive = true }
    if options.contains("close") { keepsAlive = false }
    guard !["content-length", "host", "transfer-encoding"].contains(where: options.contains) else {
      throw .malformed("connection names a field that frames the message")
    }
    fields.removeAll { !$0.name.hasPrefix(":") && options.contains($0.name) }
  }
}
