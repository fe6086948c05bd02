/// Numbers names in order of first mention, from 0. A name is its bytes, in whatever encoding: texts that only look
/// alike, composed and decomposed or in Latin-1, are different names.
struct NameTable {
  /// The bytes of all names, one after the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Numbers by hash, -1 where there is none; a power of two of them, at most half taken.
  private var slots = [Int32](repeating: -1, count: 64)

  /// How many names there are.
  var count: Int { ends.count }

  /// The bytes of a name.
  subscript(number: Int) -> ArraySlice<UInt8> { bytes[bounds(of: number)] }

  /// The number of a name; a new one when it was not mentioned before.
  mutating func number(of name: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    let slot = slot(of: name)
    if slots[slot] >= 0 { return (Int(slots[slot]), false) }
    let number = ends.count
    bytes.append(contentsOf: name)
    ends.append(bytes.count)
    slots[slot] = Int32(truncatingIfNeeded: number)
    if 2 * ends.count > slots.count { grow() }
    return (number, true)
  }

  /// The number of a name that was mentioned; `nil` for another.
  func find(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
    let found = slots[slot(of: name)]
    return found < 0 ? nil : Int(found)
  }

  private func bounds(of number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

  /// Where a name stands, or where it would.
  private func slot(of name: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(name))
    var slot = hasher.finalize() & (slots.count - 1)
    while slots[slot] >= 0, !isSame(Int(slots[slot]), name) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private func isSame(_ number: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let bounds = bounds(of: number)
    guard bounds.count == name.count else { return false }
    return bytes.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[bounds]).elementsEqual(name) }
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: 2 * slots.count)
    let names = bytes
    names.withUnsafeBufferPointer { all in
      for number in ends.indices {
        slots[slot(of: UnsafeBufferPointer(rebasing: all[bounds(of: number)]))] = Int32(truncatingIfNeeded: number)
      }
    }
  }
}
