extension Parser {
  /// `reserved 1, 5 to 9, 100 to max;` or `reserved "name", …;` (a bare word in editions).
  mutating func reserved(
    ranges: inout [NumberRange], names: inout [ReservedName], maximum: Int64
  ) throws(Diagnostic) {
    advance()
    switch current.kind {
    case .string, .identifier: names += try reservedNames()
    default: ranges += try numberRanges(maximum: maximum)
    }
    try expect(";", after: "the reserved list")
  }

  private mutating func reservedNames() throws(Diagnostic) -> [ReservedName] {
    var names: [ReservedName] = []
    repeat {
      let place = current.position
      if case .identifier(let word) = current.kind {
        guard edition.number >= 1000 else { throw failure("reserved names stand in quotes; words begin with editions") }
        advance()
        names.append(ReservedName(name: word, position: place))
      } else {
        guard edition.number < 1000 else { throw failure("reserved names of editions are words without quotes") }
        let bytes = try string("a name in quotes")
        names.append(ReservedName(name: String(decoding: bytes, as: UTF8.self), position: place))
      }
    } while take(",")
    return names
  }

  /// Numbers and runs of numbers, separated by commas.
  mutating func numberRanges(maximum: Int64) throws(Diagnostic) -> [NumberRange] {
    var ranges: [NumberRange] = []
    repeat { ranges.append(try numberRange(maximum: maximum)) } while take(",")
    return ranges
  }

  private mutating func numberRange(maximum: Int64) throws(Diagnostic) -> NumberRange {
    let place = current.position
    let first = try signedInteger("a number")
    guard takeWord("to") else { return NumberRange(first: first, last: first, position: place) }
    let last = takeWord("max") ? maximum : try signedInteger("a number or \"max\"")
    guard last >= first else { throw failure("the range \(first) to \(last) ends before it begins", at: place) }
    return NumberRange(first: first, last: last, position: place)
  }
}
