extension WireReader {
  /// Reads a length-prefixed message into one that may hold values already.
  @inlinable
  public mutating func message<M: Message>(into message: inout M) throws(WireFault) {
    let count = try length()
    let (outerEnd, outerTag) = (end, tag)
    guard depth < WireLimits.depth else { throw .tooDeep }
    end = position + count
    depth += 1
    do throws(WireFault) {
      try message.decode(from: &self)
    } catch {
      leave(M.self, outerTag: outerTag)
      throw error
    }
    depth -= 1
    end = outerEnd
  }

  /// Notes which field of a message failed, on the way out; a tag that could not be read is none.
  @usableFromInline
  mutating func leave<M: Message>(_ type: M.Type, outerTag: UInt32) {
    defer { tag = outerTag }
    guard tag != 0 else { return }
    failurePath.append(M.fieldTable.name(Int32(truncatingIfNeeded: tag >> 3)))
  }

  /// The error of a failed read of a whole message.
  @usableFromInline
  mutating func failure<M: Message>(_ fault: WireFault, in type: M.Type) -> DecodingError {
    leave(type, outerTag: 0)
    return DecodingError(path: failurePath.reversed().joined(separator: "."), offset: position, reason: fault)
  }

  // MARK: Fields that are not known

  /// Keeps the field whose tag was read last, as it is.
  @inlinable
  @inline(never)
  public mutating func preserve(into fields: inout UnknownFields) throws(WireFault) {
    let start = tagStart
    try skip()
    fields.append(copy(from: start))
  }

  /// Steps over the value of the tag read last.
  @inlinable
  mutating func skip() throws(WireFault) {
    switch tag & 7 {
    case 0: _ = try varint()
    case 1: _ = try fixed64()
    case 2: position += try length()
    case 3: try skipGroup(tag)
    case 4: throw .unmatchedGroupEnd
    default: _ = try fixed32()
    }
  }

  @usableFromInline
  mutating func skipGroup(_ start: UInt32) throws(WireFault) {
    guard depth < WireLimits.depth else { throw .tooDeep }
    depth += 1
    while true {
      let inner = try nextTag()
      guard inner != 0 else { throw .truncated }
      if inner & 7 == 4 {
        guard inner == start + 1 else { throw .unmatchedGroupEnd }
        break
      }
      try skip()
    }
    tag = start
    depth -= 1
  }

  /// How often the tag read last comes in a row, its value standing next; 1 when anything is odd.
  @inlinable
  mutating func runLength() -> Int {
    let (start, expected) = (position, tag)
    defer {
      position = start
      tag = expected
    }
    var count = 0
    repeat {
      guard let length = try? length() else { return Swift.max(count, 1) }
      position += length
      count += 1
    } while takeTag(expected)
    return count
  }

  /// Makes room for the run of the tag read last, growing at least by half so that split runs stay linear.
  @inlinable
  @inline(__always)
  mutating func reserveRun<T>(_ values: inout [T]) {
    let needed = values.count + runLength()
    if needed > values.capacity { values.reserveCapacity(Swift.max(needed, values.capacity + values.capacity / 2)) }
  }
}

extension Message {
  /// Reads a length-prefixed message into this one.
  @inlinable
  @inline(__always)
  mutating func read(from reader: inout WireReader) throws(WireFault) {
    try reader.message(into: &self)
  }
}
