internal import CNghttp2

/// What a field says to the rules for messages.
enum FieldMeaning: Equatable {
  /// `:method`, when it is `CONNECT`.
  case connect
  /// `:method`, when it is `OPTIONS`.
  case options
  /// Any other `:method`.
  case method
  case scheme
  /// `:path`, when it begins with a slash.
  case path
  /// `:path`, when it is `*`.
  case asterisk
  case authority
  case host
  /// `content-length` in bytes.
  case contentLength(Int64)
  /// `priority`; nil when it cannot be read.
  case priority(StreamPriority?)
  /// Nothing.
  case other

  /// The meaning of a value; nil when a field of this kind may not have it.
  init?(_ kind: FieldKind, _ value: UnsafeRawBufferPointer) {
    guard unsafe Self.isValid(kind, value) else { return nil }
    switch kind {
    case .method: self = unsafe Self.method(value)
    case .scheme: self = .scheme
    case .path:
      // Whatever the scheme: a path that routing and access control could read differently must not come in.
      if unsafe value.first == UInt8(ascii: "/") {
        self = .path
      } else {
        guard unsafe value.elementsEqual("*".utf8) else { return nil }
        self = .asterisk
      }
    case .authority: self = .authority
    case .host: self = .host
    case .contentLength:
      guard let length = unsafe Self.number(value) else { return nil }
      self = .contentLength(length)
    case .priority: self = unsafe .priority(StreamPriority(value))
    case .te, .other: self = .other
    }
  }

  /// RFC 9113 section 8.2.1, and what is allowed in single fields.
  private static func isValid(_ kind: FieldKind, _ value: UnsafeRawBufferPointer) -> Bool {
    let text = unsafe value.assumingMemoryBound(to: UInt8.self)
    switch kind {
    case .method: return unsafe !text.isEmpty && nghttp2_check_method(text.baseAddress, text.count) != 0
    case .path: return unsafe !text.isEmpty && nghttp2_check_path(text.baseAddress, text.count) != 0
    case .authority, .host: return unsafe !text.isEmpty && nghttp2_check_authority(text.baseAddress, text.count) != 0
    case .scheme: return unsafe isScheme(text)
    case .te: return unsafe isTrailers(text)
    case .contentLength, .priority, .other:
      return unsafe nghttp2_check_header_value_rfc9113(text.baseAddress, text.count) != 0
    }
  }

  private static func method(_ value: UnsafeRawBufferPointer) -> FieldMeaning {
    if unsafe value.elementsEqual("CONNECT".utf8) { return .connect }
    return unsafe value.elementsEqual("OPTIONS".utf8) ? .options : .method
  }

  /// RFC 3986 section 3.1.
  private static func isScheme(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = unsafe text.first, isLetter(first) else { return false }
    return unsafe text.allSatisfy { isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
  }

  private static func isTrailers(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe text.count == 8 && zip(text, "trailers".utf8).allSatisfy { isLetter($0) && $0 | 0x20 == $1 }
  }

  /// Digits only, below 2^63.
  private static func number(_ value: UnsafeRawBufferPointer) -> Int64? {
    guard unsafe !value.isEmpty else { return nil }
    var number: Int64 = 0
    for index in 0..<value.count {
      let digit = unsafe value[index]
      guard isDigit(digit) else { return nil }
      let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tenfold.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      guard !isTooLarge, !isOver else { return nil }
      number = sum
    }
    return number
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
