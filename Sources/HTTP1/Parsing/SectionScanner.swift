internal import Glibc

/// Finds the empty line that ends a head, or the trailers of a body, as the bytes arrive. Looks at each byte once.
struct SectionScanner {
  private let limit: Int
  private let isHead: Bool
  private var lineStart = 0
  private var scanned = 0
  private var lines = 0
  /// Where the section begins: behind an empty line that some clients send after a body (RFC 9112 section 2.2).
  private(set) var start = 0

  /// A scanner for a head, or for trailers, of so many bytes at the most.
  init(isHead: Bool, limit: Int) { (self.isHead, self.limit) = (isHead, limit) }

  /// Where the section ends in bytes that begin with it, those scanned before among them; nil when it goes on.
  mutating func end(in bytes: UnsafeRawBufferPointer) throws(RequestRefusal) -> Int? {
    while scanned < bytes.count, let base = bytes.baseAddress,
      let found = unsafe memchr(base + scanned, Int32(ByteClass.lineFeed), bytes.count - scanned)
    {
      let feed = unsafe UnsafeRawPointer(found) - base
      guard feed > lineStart, unsafe bytes[feed - 1] == ByteClass.carriageReturn else {
        throw .malformed("a line ends without a carriage return")
      }
      let isEmpty = feed - 1 == lineStart
      (scanned, lineStart) = (feed + 1, feed + 1)
      try judge(scanned)
      if isEmpty, isHead, scanned == 2 { start = 2 } else if isEmpty { return scanned } else { lines += 1 }
    }
    scanned = bytes.count
    try judge(scanned)
    return nil
  }

  private func judge(_ end: Int) throws(RequestRefusal) {
    guard end - start > limit else { return }
    guard isHead, lines == 0 else { throw .tooLarge(431, "the fields are more than \(limit) bytes") }
    throw .tooLarge(414, "the request line is more than \(limit) bytes")
  }
}

/// The lines of a section whose end has been found: each ends with a carriage return and a line feed.
@safe struct SectionLines {
  private var rest: UnsafeRawBufferPointer

  /// The lines of a whole section.
  init(_ section: UnsafeRawBufferPointer) { unsafe rest = section }

  /// The next line without its end; nil for the empty one that is the last.
  mutating func next() -> UnsafeRawBufferPointer? {
    guard let feed = unsafe rest.firstIndex(of: ByteClass.lineFeed), feed > 1 else { return nil }
    defer { unsafe rest = rest.part(feed + 1, rest.count) }
    return unsafe rest.part(0, feed - 1)
  }
}
