extension FieldCodec {
  /// Checks a value behind its tag.
  @inlinable
  @inline(__always)
  public static func check(_ reader: inout WireReader) throws(WireFault) { _ = try read(from: &reader) }

  /// Checks the value of a field that has one.
  /// - Parameter last: the number of the field of one value before it in the message.
  @inlinable
  @inline(__always)
  public static func checkSingle(_ reader: inout WireReader, _ last: inout UInt32) throws(WireFault) {
    reader.single(&last)
    try check(&reader)
  }

  /// Checks the value of a member of a oneof.
  @inlinable
  @inline(__always)
  public static func checkMember(
    _ reader: inout WireReader, _ last: inout UInt32, _ isChosen: inout Bool
  ) throws(WireFault) {
    if isChosen { reader.isPlain = false }
    isChosen = true
    try checkSingle(&reader, &last)
  }

  /// Checks a packed list.
  @inlinable
  public static func checkPacked(_ reader: inout WireReader) throws(WireFault) {
    let count = try reader.length()
    let outerEnd = reader.end
    reader.end = reader.position + count
    while !reader.isAtEnd { _ = try packedElement(from: &reader) }
    reader.end = outerEnd
  }
}

extension ProtoString {
  /// Checks that a value is valid UTF-8.
  @inlinable
  public static func check(_ reader: inout WireReader) throws(WireFault) { _ = try reader.textRange() }
}

extension ProtoBytes {
  /// Steps over a value.
  @inlinable
  @inline(__always)
  public static func check(_ reader: inout WireReader) throws(WireFault) { reader.position += try reader.length() }
}

extension ProtoMessage {
  /// Checks a message behind its tag.
  @inlinable
  public static func check(_ reader: inout WireReader) throws(WireFault) { try reader.check(Value.self) }
}

extension ProtoMap {
  /// Checks a run of entries; one whose keys do not rise, or with an entry that is not key and value, is not plain.
  @inlinable
  public static func checkRun(_ reader: inout WireReader, _ last: inout UInt32) throws(WireFault) {
    let tag = reader.tag
    reader.single(&last)
    var previous: Range<Int>?
    repeat {
      previous = try checkEntry(&reader, after: previous)
      reader.tag = tag
    } while reader.takeTag(tag)
    reader.tag = tag
  }

  @inlinable
  static func checkEntry(_ reader: inout WireReader, after previous: Range<Int>?) throws(WireFault) -> Range<Int>? {
    let count = try reader.length()
    let (outerEnd, outerTag) = (reader.end, reader.tag)
    reader.end = reader.position + count
    var (key, fields): (Range<Int>?, Int) = (nil, 0)
    do throws(WireFault) {
      key = try checkPair(&reader, &fields)
    } catch {
      reader.tag = outerTag
      throw error
    }
    reader.end = outerEnd
    guard let key, fields == 2 else {
      reader.isPlain = false
      return key
    }
    if let previous, !reader.rises(Key.self, from: previous, to: key) { reader.isPlain = false }
    return key
  }

  /// Where the key lies; `fields` is 2 when the entry is a key and a value behind it.
  @inlinable
  static func checkPair(_ reader: inout WireReader, _ fields: inout Int) throws(WireFault) -> Range<Int>? {
    var key: Range<Int>?
    while true {
      let tag = try reader.nextTag()
      if tag == 0 { return key }
      if tag == 8 | Key.wireType {
        let start = reader.position
        try Key.check(&reader)
        fields += fields == 0 ? 1 : 10
        key = start..<reader.position
      } else if tag == 16 | Element.wireType {
        try Element.check(&reader)
        fields += fields == 1 ? 1 : 10
      } else {
        try reader.skip()
        fields += 10
      }
    }
  }
}

extension WireReader {
  /// Notes a field of one value: coming again, or out of order, it makes the bytes not plain.
  @inlinable
  @inline(__always)
  public mutating func single(_ last: inout UInt32) {
    let number = tag >> 3
    if number <= last { isPlain = false }
    last = number
  }

  /// Steps over a field that is not known.
  @inlinable
  public mutating func pass() throws(WireFault) { try skip() }

  /// Checks a length-prefixed message.
  @inlinable
  mutating func check<M: Message>(_ type: M.Type) throws(WireFault) {
    let count = try length()
    let (outerEnd, outerTag) = (end, tag)
    guard depth < WireLimits.depth else { throw .tooDeep }
    end = position + count
    depth += 1
    do throws(WireFault) {
      try M.check(&self)
    } catch {
      leave(M.self, outerTag: outerTag)
      throw error
    }
    depth -= 1
    end = outerEnd
  }

  /// Whether the key that lies in one place comes before the one in another.
  @inlinable
  mutating func rises<Key: MapKeyCodec>(_ codec: Key.Type, from first: Range<Int>, to second: Range<Int>) -> Bool {
    let (here, stop) = (position, end)
    defer { (position, end) = (here, stop) }
    (position, end) = (first.lowerBound, first.upperBound)
    if Key.wireType == 2 { return textRises(second) }
    guard let a = try? Key.read(from: &self) else { return false }
    (position, end) = (second.lowerBound, second.upperBound)
    guard let b = try? Key.read(from: &self) else { return false }
    return Key.Value.precedes(a, b)
  }

  /// Steps forward to a tag, over all others; false at the end.
  @inlinable
  mutating func seek(_ wanted: UInt32) -> Bool { seek(wanted, or: wanted) }

  /// Steps forward to one of two tags, over all others; false at the end.
  @inlinable
  @inline(__always)
  mutating func seek(_ wanted: UInt32, or other: UInt32) -> Bool {
    while let tag = try? nextTag(), tag != 0 {
      if tag == wanted || tag == other { return true }
      guard stepOver() else { return false }
    }
    return false
  }
}
