extension FieldCodec {
  /// Reads one value of a list written unpacked.
  @inlinable
  public static func readElement(into values: inout [Value], from reader: inout WireReader) throws(WireFault) {
    values.append(try read(from: &reader))
  }

  /// Reads a run of length-prefixed values, making room for all of it at once.
  @inlinable
  public static func readRun(into values: inout [Value], from reader: inout WireReader) throws(WireFault) {
    let tag = reader.tag
    reader.reserveRun(&values)
    repeat { values.append(try read(from: &reader)) } while reader.takeTag(tag)
    reader.tag = tag
  }

  /// Reads a packed list.
  @inlinable
  public static func readPacked(into values: inout [Value], from reader: inout WireReader) throws(WireFault) {
    let count = try reader.length()
    let outerEnd = reader.end
    values.reserveCapacity(values.count + elementCount(in: count, reader))
    reader.end = reader.position + count
    while !reader.isAtEnd { values.append(try packedElement(from: &reader)) }
    reader.end = outerEnd
  }

  @inlinable
  @inline(__always)
  static func packedElement(from reader: inout WireReader) throws(WireFault) -> Value {
    do throws(WireFault) {
      return try read(from: &reader)
    } catch {
      throw error == .truncated ? .partialPackedValue : error
    }
  }

  @inlinable
  static func elementCount(in bytes: Int, _ reader: borrowing WireReader) -> Int {
    switch wireType {
    case 1: bytes / 8
    case 5: bytes / 4
    default: reader.varintCount(in: bytes)
    }
  }

  /// Writes a list, each value with its tag.
  @inlinable
  @inline(__always)
  public static func writeRepeated(_ values: [Value], tag: UInt32, to writer: inout WireWriter) {
    if !values.isEmpty { writeAll(values, tag: tag, to: &writer) }
  }

  @inlinable
  static func writeAll(_ values: [Value], tag: UInt32, to writer: inout WireWriter) {
    // A closure of this size would be called for every element, with a copy of it.
    @inline(__always)
    func write(_ value: borrowing Value) { writeField(value, tag: tag, to: &writer) }
    values.span.backwards(write)
  }

  /// Writes a packed list; an empty one is left out.
  @inlinable
  public static func writePacked(_ values: [Value], tag: UInt32, to writer: inout WireWriter) {
    guard !values.isEmpty else { return }
    let end = writer.count
    values.span.backwards { write($0, to: &writer) }
    writer.close(since: end, tag: tag)
  }
}

extension Span where Element: ~Copyable {
  /// Goes from the last element to the first, lending each.
  ///
  /// Not asking for copies keeps them out of the specialised code too: a message is written without counting a
  /// reference of any of its fields.
  @inlinable
  @inline(__always)
  func backwards(_ body: (borrowing Element) -> Void) {
    var index = count
    while index > 0 {
      index &-= 1
      body(self[index])
    }
  }
}
