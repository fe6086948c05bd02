internal import Transport

/// Finds the body of one request in the bytes behind its head (RFC 9112 section 7.1).
struct BodyDecoder {
  /// What comes next in the bytes.
  enum Piece {
    /// A chunk of so many bytes begins.
    case chunk(Int)
    /// A part of the body.
    case data(Range<Int>)
    /// The end.
    case end(trailers: [HeaderField])
    /// Nothing that is whole: the bytes from the place that has been reached are needed again, with more.
    case none
  }

  private enum State {
    case size
    /// So many bytes are to come, of a chunk or of all.
    case data(Int64, isChunk: Bool)
    case trailers(SectionScanner)
    case ended
  }

  /// The longest line before a chunk, which is its size and what nobody reads.
  private static let longestLine = 256
  /// How many bytes of such lines are forgiven beyond some for each chunk and some for each byte in it.
  private static let forgivenExcess = 4096
  private static let largestChunk: UInt64 = 1 << 31

  private let limits: ConnectionLimits
  private var state: State
  private var excess = 0

  /// A body that is framed so.
  init(_ framing: ReceivedHead.Framing, limits: ConnectionLimits) {
    self.limits = limits
    switch framing {
    case .none: state = .ended
    case .length(let length): state = .data(length, isChunk: false)
    case .chunked: state = .size
    }
  }

  /// The next piece from `offset` on, which moves to behind it.
  mutating func next(in bytes: UnsafeRawBufferPointer, _ offset: inout Int) throws(RequestRefusal) -> Piece {
    let rest = unsafe bytes.part(offset, bytes.count)
    switch state {
    case .size:
      if let piece = unsafe try takeSize(rest, &offset) { return piece }
      return unsafe try next(in: bytes, &offset)
    case .data(0, isChunk: false), .ended: return .end(trailers: [])
    case .data(0, isChunk: true):
      guard unsafe try takeLineEnd(rest, &offset) else { return .none }
      return unsafe try next(in: bytes, &offset)
    case .data(let due, let isChunk):
      let size = Int(min(due, Int64(rest.count)))
      guard size > 0 else { return .none }
      state = .data(due - Int64(size), isChunk: isChunk)
      defer { offset += size }
      return .data(offset..<offset + size)
    case .trailers(var scanner):
      let end = unsafe try scanner.end(in: rest)
      state = end == nil ? .trailers(scanner) : .ended
      guard let end else { return .none }
      offset += end
      return .end(trailers: unsafe try trailers(rest.part(0, end)))
    }
  }

  private mutating func takeLineEnd(_ rest: UnsafeRawBufferPointer, _ offset: inout Int) throws(RequestRefusal) -> Bool
  {
    let found = unsafe rest.part(0, min(2, rest.count))
    guard unsafe zip(found, [ByteClass.carriageReturn, ByteClass.lineFeed]).allSatisfy(==) else {
      throw .malformed("a chunk is longer than its size")
    }
    guard found.count == 2 else { return false }
    offset += 2
    state = .size
    return true
  }

  /// Takes the line before a chunk; nil when it is the last, behind which trailers come.
  private mutating func takeSize(_ rest: UnsafeRawBufferPointer, _ offset: inout Int) throws(RequestRefusal) -> Piece? {
    let window = unsafe rest.part(0, min(Self.longestLine, rest.count))
    guard let feed = unsafe window.firstIndex(of: ByteClass.lineFeed) else {
      guard window.count < Self.longestLine else { throw .malformed("the line before a chunk is too long") }
      return Piece.none
    }
    guard unsafe feed > 0 && window[feed - 1] == ByteClass.carriageReturn else {
      throw .malformed("the line before a chunk ends without a carriage return")
    }
    let size = unsafe try Self.size(window.part(0, feed - 1))
    excess = max(0, excess + feed - 16 - 2 * min(size, Self.forgivenExcess))
    guard excess <= Self.forgivenExcess else { throw .malformed("more lies between the chunks than in them") }
    offset += feed + 1
    let trailers = SectionScanner(isHead: false, limit: limits.maxHeaderListSize)
    state = size > 0 ? .data(Int64(size), isChunk: true) : .trailers(trailers)
    return size > 0 ? .chunk(size) : nil
  }

  /// A number of one to sixteen hexadecimal digits, behind which extensions may follow.
  private static func size(_ line: UnsafeRawBufferPointer) throws(RequestRefusal) -> Int {
    let count = unsafe line.firstIndex { !ByteClass.isHexDigit($0) } ?? line.count
    guard 1...16 ~= count, let size = UInt64(unsafe line.part(0, count).text, radix: 16), size <= largestChunk,
      unsafe count == line.count || line[count] == UInt8(ascii: ";"), unsafe line.allSatisfy(ByteClass.isValue)
    else { throw .malformed("the size of a chunk is no hexadecimal number up to \(largestChunk)") }
    return Int(size)
  }

  /// Fields that frame a message, say whom it is for or are of the connection may not come behind it.
  private func trailers(_ section: UnsafeRawBufferPointer) throws(RequestRefusal) -> [HeaderField] {
    var lines = unsafe SectionLines(section)
    var size = HeaderListSize(limits)
    var fields: [HeaderField] = []
    while let line = unsafe lines.next() {
      let field = unsafe try FieldLine(line)
      guard field.kind == .other else { throw .malformed("\(field.name) is no trailer") }
      guard size.add(name: field.name.utf8.count, value: unsafe field.value.count) == .fits else {
        throw .tooLarge(431, "the trailers are more, or larger, than is allowed")
      }
      fields.append(field.field)
    }
    return fields
  }
}
