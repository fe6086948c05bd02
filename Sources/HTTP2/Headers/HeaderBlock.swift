internal import Transport

/// The fields of the header block that is arriving, written over those of the block before.
///
/// Most blocks of a connection say nearly what the one before did. A field that says the same as the one in its place is
/// left as it is: no text is made again and no rule looked at, and when all fields are the same the array is the same
/// too, by which those who keep it know that they need not read it again. What comes out of the compression tables is
/// known by its buffer; other values are compared in constant time, as some are secrets.
///
/// A class, so that its use is no access to its session that must be guarded.
@safe final class HeaderBlock<Buffer: FieldBuffer> {
  /// A field that was taken, and its bytes.
  private struct Place {
    var name: Buffer
    var value: Buffer
    let kind: FieldKind
    let meaning: FieldMeaning
    let isSecret: Bool
    /// Bytes of name and value.
    let size: Int
  }

  /// Blocks with more bytes or fields are not kept: a peer could have the connection hold much memory by them.
  private static var mostBytes: Int { 2048 }
  private static var mostFields: Int { 32 }

  /// The rules before the first field; nil when somebody else sees to them.
  private let beginning: HeaderRules?
  /// What the rules know of the fields so far, or of the block before as long as this one repeats it.
  private(set) var rules: HeaderRules
  /// The fields so far; those of the block before may follow until it has ended.
  private(set) var fields: [HeaderField] = []
  /// The fields as they came, if the block is kept.
  private var places: [Place] = []
  private var count = 0
  private var size = 0
  private var isKept = true
  /// Whether the fields so far are those that the block before began with, which kept all rules.
  private var isRepeating = false
  /// Whether the places hold a block that kept all rules.
  private var isWhole = false

  /// No block yet. The fields of blocks must keep the rules for a block of this kind; with nil they are taken as they
  /// are.
  init(_ block: HeaderRules.Block?) {
    beginning = block.map { HeaderRules($0) }
    rules = HeaderRules(block ?? .head)
  }

  deinit { for place in places { Self.release(place) } }

  /// A block begins.
  func begin() {
    count = 0
    isKept = true
    isRepeating = isWhole
    if !isWhole { startOver() }
  }

  /// Takes a field if the block before, which this one has repeated so far, had the same in its place.
  @inline(__always)
  func repeats(_ name: Buffer, _ value: Buffer, isSecret: Bool) -> Bool {
    guard isRepeating, count < places.count else { return false }
    if places[count].name != name || places[count].value != value {
      guard hasSameBytes(name, value, isSecret) else { return false }
    }
    count += 1
    return true
  }

  @inline(never)
  private func hasSameBytes(_ name: Buffer, _ value: Buffer, _ isSecret: Bool) -> Bool {
    hasSameName(name) && hasSameValue(value, isSecret)
  }

  /// How many fields and bytes have been taken as repetitions; from here on each must be taken by itself.
  func endRepetition() -> (fields: Int, bytes: Int) {
    guard isRepeating else { return (0, 0) }
    isRepeating = false
    isWhole = false
    startOver()
    return (count, size)
  }

  /// Takes a field that is no repetition.
  func add(_ name: Buffer, _ value: Buffer, isSecret: Bool) throws(HeaderFault) {
    if count < places.count, hasSameName(name) {
      if hasSameValue(value, isSecret) { return try again() }
      try put(name, value, places[count].kind, fields[count].name, isSecret)
    } else {
      guard let kind = kind(name) else { throw .malformed }
      try put(name, value, kind, unsafe FieldText.string(name.bytes), isSecret)
    }
  }

  /// The block is complete.
  func end() throws(HeaderFault) {
    if isRepeating, count == places.count { return }
    _ = endRepetition()
    if count < fields.count { truncate() }
    if beginning != nil, !rules.isWhole { throw .malformed }
    isWhole = isKept
  }

  /// Whoever wanted the fields has them.
  func release() {
    if !isKept { removeAll() }
  }

  /// Forgets everything.
  func removeAll() {
    for place in places { Self.release(place) }
    isWhole = false
    (fields, places) = ([], [])
    begin()
  }

  // MARK: Rules

  /// Looks again at the fields that have been taken.
  private func startOver() {
    rules = beginning ?? rules
    size = 0
    for place in places[..<count] {
      _ = rules.take(place.meaning)
      size += place.size
    }
  }

  private func kind(_ name: Buffer) -> FieldKind? { beginning == nil ? .other : unsafe FieldKind(name.bytes) }

  private func meaning(_ kind: FieldKind, _ value: Buffer) throws(HeaderFault) -> FieldMeaning {
    guard beginning != nil else { return .other }
    guard let meaning = unsafe FieldMeaning(kind, value.bytes), rules.take(meaning) else { throw .malformed }
    return meaning
  }

  // MARK: Places

  private func hasSameName(_ name: Buffer) -> Bool {
    let known = places[count].name
    if known == name { return true }
    guard unsafe SecretBytes.areEqual(known.bytes, name.bytes) else { return false }
    // The next block may have it from the compression table.
    name.retain()
    places[count].name = name
    known.release()
    return true
  }

  private func hasSameValue(_ value: Buffer, _ isSecret: Bool) -> Bool {
    let known = places[count].value
    if known == value { return true }
    guard places[count].isSecret == isSecret, unsafe SecretBytes.areEqual(known.bytes, value.bytes) else {
      return false
    }
    if !isSecret {
      value.retain()
      places[count].value = value
      known.release()
    }
    return true
  }

  /// Takes the field that is in this place already.
  private func again() throws(HeaderFault) {
    guard beginning == nil || rules.take(places[count].meaning) else { throw .malformed }
    size += places[count].size
    count += 1
  }

  private func put(
    _ name: Buffer, _ value: Buffer, _ kind: FieldKind, _ text: String, _ isSecret: Bool
  ) throws(HeaderFault) {
    let meaning = try meaning(kind, value)
    let bytes = unsafe value.bytes
    let content = unsafe FieldText.string(bytes)
    let length = unsafe name.bytes.count + bytes.count
    let place = Place(name: name, value: value, kind: kind, meaning: meaning, isSecret: isSecret, size: length)
    put(HeaderField(text, content, isSensitive: isSecret), place)
  }

  private func put(_ field: HeaderField, _ place: Place) {
    size += place.size
    if count == Self.mostFields || size > Self.mostBytes {
      truncate()
      isKept = false
    }
    if isKept {
      Self.retain(place)
      keep(place)
    }
    if count < fields.count { fields[count] = field } else { fields.append(field) }
    count += 1
  }

  private func keep(_ place: Place) {
    if count < places.count {
      Self.release(places[count])
      places[count] = place
    } else {
      places.append(place)
    }
  }

  /// Drops what is left of the block before.
  private func truncate() {
    fields.removeSubrange(count...)
    guard count < places.count else { return }
    for place in places[count...] { Self.release(place) }
    places.removeSubrange(count...)
  }

  private static func retain(_ place: Place) {
    place.name.retain()
    place.value.retain()
  }

  private static func release(_ place: Place) {
    place.name.release()
    place.value.release()
  }
}
