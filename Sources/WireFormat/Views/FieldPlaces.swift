/// Where the fields of low number begin in a message's bytes: one pass when a view is made, so that reading a field is no
/// search. Fields of higher number are searched.
@usableFromInline
struct FieldPlaces {
  /// By field number: one more than the place of the field's first tag, or 0.
  @usableFromInline var places: InlineArray<16, UInt32>

  @inlinable
  init(_ bytes: RawSpan) {
    places = bytes.readFields { reader in
      // Places that 32 bits cannot hold: every field is searched from the front.
      guard bytes.byteCount < UInt32.max else { return InlineArray<16, UInt32>(repeating: 1) }
      var places = InlineArray<16, UInt32>(repeating: 0)
      while let tag = try? reader.nextTag(), tag != 0 {
        let number = Int(tag >> 3)
        if number < 16, places[number] == 0 { places[number] = UInt32(truncatingIfNeeded: reader.tagStart &+ 1) }
        guard reader.stepOver() else { break }
      }
      return places
    }
  }

  /// Where to look for a field, or nil when it is not there.
  @inlinable
  @inline(__always)
  func start(of number: UInt32) -> Int? {
    guard number < 16 else { return 0 }
    let place = places[Int(number)]
    return place == 0 ? nil : Int(place) &- 1
  }
}
