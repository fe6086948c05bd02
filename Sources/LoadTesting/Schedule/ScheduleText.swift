internal import WireFormat

/// A text that is no schedule: where and what is allowed.
package struct MalformedSchedule: Error, Sendable, CustomStringConvertible {
  /// What was read.
  package let text: String
  /// Characters before the place.
  package let offset: Int
  /// What is wrong there.
  package let reason: String

  /// One sentence.
  package var description: String {
    """
    schedule "\(text)", character \(offset + 1): \(reason); allowed are phases such as 500x30s, 100..1000x1m \
    (a ramp), 100+50*8x10s (eight steps) and (100x9s,2000x1s)*6 (bursts), joined by commas
    """
  }
}

extension LoadSchedule {
  /// Reads a schedule.
  ///
  ///     schedule = item { "," item }
  ///     item     = "(" schedule ")" "*" COUNT | phase
  ///     phase    = RATE [ ".." RATE | "+" STEP "*" COUNT ] "x" TIME       TIME in us, ms, s, m or h
  ///
  /// - Throws: `MalformedSchedule`; also for rates above 10,000,000, more than 10,000 phases or 7 days.
  package init(_ text: String) throws(MalformedSchedule) {
    var reader = ScheduleReader(text)
    let phases = try reader.list(depth: 0)
    guard reader.isAtEnd else { throw reader.failure("something follows the schedule") }
    self.init(phases: phases, text: text)
    guard seconds <= 7 * 86_400 else { throw reader.failure("the phases last more than 7 days") }
    guard calls > 0 else { throw reader.failure("no call is ever due") }
  }
}

/// Reads the parts of a schedule.
private struct ScheduleReader {
  private let text: String
  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  var isAtEnd: Bool { position == characters.count }

  func failure(_ reason: String) -> MalformedSchedule {
    MalformedSchedule(text: text, offset: position, reason: reason)
  }

  mutating func list(depth: Int) throws(MalformedSchedule) -> [LoadSchedule.Phase] {
    var phases = try item(depth: depth)
    while take(",") {
      phases += try item(depth: depth)
      try bound(phases.count)
    }
    return phases
  }

  private mutating func item(depth: Int) throws(MalformedSchedule) -> [LoadSchedule.Phase] {
    guard take("(") else { return try phase() }
    guard depth < 4 else { throw failure("brackets lie more than 4 deep") }
    let inner = try list(depth: depth + 1)
    guard take(")"), take("*") else { throw failure("expected )*COUNT") }
    let count = try count()
    try bound(inner.count * count)
    return Array(repeating: inner, count: count).flatMap { $0 }
  }

  private mutating func phase() throws(MalformedSchedule) -> [LoadSchedule.Phase] {
    let first = try rate()
    if take("+") {
      let step = try rate()
      guard take("*") else { throw failure("expected *COUNT") }
      let count = try count()
      let seconds = try time()
      return (0..<count).map { index in
        let rate = first + step * Double(index)
        return LoadSchedule.Phase(from: rate, to: rate, seconds: seconds)
      }
    }
    var last = first
    if take(".") {
      guard take(".") else { throw failure("expected ..") }
      last = try rate()
    }
    return [LoadSchedule.Phase(from: first, to: last, seconds: try time())]
  }

  private mutating func rate() throws(MalformedSchedule) -> Double {
    guard let value = number(), value <= 10_000_000 else { throw failure("expected a rate of 0 to 10,000,000") }
    return value
  }

  private mutating func count() throws(MalformedSchedule) -> Int {
    guard let value = number(), value >= 1, value <= 10_000, value == value.rounded() else {
      throw failure("expected a count of 1 to 10,000")
    }
    return Int(value)
  }

  private mutating func time() throws(MalformedSchedule) -> Double {
    guard take("x") else { throw failure("expected x and a time") }
    let start = position
    while position < characters.count, isTimePart(characters[position]) { position += 1 }
    do {
      let allowed = Duration.microseconds(1) ... .seconds(7 * 86_400)
      return try Duration(text: String(characters[start..<position]), in: allowed).inSeconds
    } catch {
      position = start
      throw failure("time \(error)")
    }
  }

  private func isTimePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "."
  }

  /// A decimal number; a point counts only when a digit follows, so that `1..5` has two numbers.
  private mutating func number() -> Double? {
    let start = position
    while position < characters.count, isNumberPart(position) { position += 1 }
    return Double(String(characters[start..<position]))
  }

  private func isNumberPart(_ index: Int) -> Bool {
    if characters[index].isASCII, characters[index].isNumber { return true }
    guard characters[index] == ".", index + 1 < characters.count else { return false }
    return characters[index + 1].isASCII && characters[index + 1].isNumber
  }

  private mutating func take(_ symbol: Character) -> Bool {
    guard position < characters.count, characters[position] == symbol else { return false }
    position += 1
    return true
  }

  private func bound(_ phases: Int) throws(MalformedSchedule) {
    guard phases <= 10_000 else { throw failure("more than 10,000 phases") }
  }
}
