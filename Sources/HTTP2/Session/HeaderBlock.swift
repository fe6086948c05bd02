/// The fields of the header block that is arriving, written over those of the block before.
///
/// Most blocks of a connection say nearly what the one before did. A field that says the same as the one in its place is
/// left as it is: no text is made again, and when all fields are the same the array is the same too, by which those who
/// keep it know that they need not read it again. Values are compared in constant time, as some are secrets.
///
/// A class, so that its use is no access to its session that must be guarded.
@safe final class HeaderBlock {
  private struct Lengths {
    let name: Int
    let value: Int
  }

  /// Blocks with more bytes or fields are not kept: a peer could have the connection hold much memory by them.
  private static let mostBytes = 2048
  private static let mostFields = 32

  /// The fields so far; those of the block before may follow until it has ended.
  private(set) var fields: [HeaderField] = []
  private var lengths: [Lengths] = []
  /// Name and value of each field, one after the other.
  private var bytes: [UInt8] = []
  private var count = 0
  private var offset = 0
  private var isKept = true

  /// A block begins.
  func begin() {
    count = 0
    offset = 0
    isKept = true
  }

  /// Takes a field; false when its value is not valid UTF-8.
  func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, isSecret: Bool) -> Bool {
    let hasSameName = unsafe count < lengths.count && lengths[count].name == name.count && matches(name, at: offset)
    if hasSameName, lengths[count].value == value.count, unsafe matches(value, at: offset + name.count) {
      advance()
      return true
    }
    guard let name = unsafe hasSameName ? fields[count].name : FieldText.string(name),
      let text = unsafe FieldText.string(value)
    else { return false }
    let field = HeaderField(name, text, isSensitive: isSecret)
    if count == Self.mostFields || offset + name.utf8.count + value.count > Self.mostBytes {
      truncate()
      isKept = false
    }
    unsafe put(field, value, inPlace: hasSameName && isKept)
    return true
  }

  /// The block is complete.
  func end() {
    if count < fields.count { truncate() }
  }

  /// Whoever wanted the fields has them.
  func release() {
    if !isKept { removeAll() }
  }

  /// Forgets everything.
  func removeAll() {
    begin()
    (fields, lengths, bytes) = ([], [], [])
  }

  private func matches(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    unsafe bytes.withUnsafeBytes { known in
      guard start + text.count <= known.count else { return false }
      return unsafe Self.areEqual(UnsafeRawBufferPointer(rebasing: known[start..<start + text.count]), text)
    }
  }

  /// Compares texts of one length, eight bytes at a time, in a time that their content does not change.
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let count = left.count
    guard count >= 8 else { return unsafe shortText(left) == shortText(right) }
    var difference = unsafe word(left, count - 8) ^ word(right, count - 8)
    for offset in stride(from: 0, to: count - 8, by: 8) {
      unsafe difference |= word(left, offset) ^ word(right, offset)
    }
    return difference == 0
  }

  private static func word(_ text: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The bytes of a text of less than eight as a number.
  private static func shortText(_ text: UnsafeRawBufferPointer) -> UInt64 {
    let count = text.count
    if count >= 4 {
      let first = unsafe text.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let last = unsafe text.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(first) << 32 | UInt64(last)
    }
    var number: UInt64 = 0
    for index in 0..<count { unsafe number = number << 8 | UInt64(text[index]) }
    return number
  }

  private func advance() {
    offset += lengths[count].name + lengths[count].value
    count += 1
  }

  /// Drops what is left of the block before.
  private func truncate() {
    fields.removeSubrange(count...)
    if isKept {
      lengths.removeSubrange(count...)
      bytes.removeSubrange(offset...)
    }
  }

  private func put(_ field: HeaderField, _ value: UnsafeRawBufferPointer, inPlace: Bool) {
    let nameLength = field.name.utf8.count
    guard isKept else {
      fields.append(field)
      count += 1
      return
    }
    if inPlace {
      let start = offset + nameLength
      unsafe bytes.replaceSubrange(start..<start + lengths[count].value, with: value)
      fields[count] = field
      lengths[count] = Lengths(name: nameLength, value: value.count)
    } else {
      truncate()
      bytes.append(contentsOf: field.name.utf8)
      unsafe bytes.append(contentsOf: value)
      fields.append(field)
      lengths.append(Lengths(name: nameLength, value: value.count))
    }
    advance()
  }
}
