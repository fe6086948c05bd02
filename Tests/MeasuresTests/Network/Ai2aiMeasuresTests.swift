import Measures
import Population
import Testing

@Suite("measures of agents that meet", .timeLimit(.minutes(1)))
struct Ai2aiMeasuresTests {
  private func connection(
    weeks: Int64, sessions: Int32, compatibility: Int32? = nil, slope: Int32? = nil, isAccepted: Bool = true
  ) -> Tie {
    let first = RawRows.monday - weeks * 7 * RegionCalendar.day
    return Tie(
      peer: RawRows.agent(9), first: first, last: first, sessions: sessions, compatibility: compatibility,
      learningSlope: slope, slots: isAccepted ? Tie.Slots(own: 0, peer: 0) : nil)
  }

  @Test("compatibility and learning are means of what is known, slopes clamped")
  func means() throws {
    let measures = Ai2aiMeasures(
      [
        connection(weeks: 4, sessions: 1, compatibility: 800_000, slope: 20_000),
        connection(weeks: 4, sessions: 1, compatibility: 400_000, slope: 900_000), connection(weeks: 4, sessions: 1),
        connection(weeks: 4, sessions: 1, compatibility: 0, isAccepted: false),
      ], cutOff: RawRows.monday)
    #expect(try abs(#require(measures.averageCompatibility) - 0.6) < 1e-12)
    #expect(try abs(#require(measures.learningRate) - 0.85) < 1e-12)
  }

  @Test("the frequency is the word of the median, by sessions a week")
  func frequency() {
    let rates: [(Int64, Int32)] = [(10, 1), (10, 2), (10, 5), (10, 9), (10, 30)]
    let ends = rates.map { connection(weeks: $0.0, sessions: $0.1) }
    #expect(Ai2aiMeasures(ends, cutOff: RawRows.monday).frequency == .medium)
    #expect(Ai2aiMeasures(ends.suffix(1), cutOff: RawRows.monday).frequency == .high)
    #expect(Ai2aiMeasures(ends.prefix(2), cutOff: RawRows.monday).frequency == .low)
    // A connection of a day does not have seven times the sessions it had.
    #expect(Ai2aiMeasures([connection(weeks: 0, sessions: 1)], cutOff: RawRows.monday + 1).frequency == .high)
  }

  @Test("what no connection tells is absent")
  func absent() {
    let nothing = Ai2aiMeasures([], cutOff: RawRows.monday)
    #expect(nothing.averageCompatibility == nil && nothing.frequency == nil && nothing.learningRate == nil)
    var silent = connection(weeks: 1, sessions: 4)
    silent.first = .min
    #expect(Ai2aiMeasures([silent], cutOff: RawRows.monday).frequency == nil)
    #expect(Ai2aiMeasures([connection(weeks: -1, sessions: 4)], cutOff: RawRows.monday).frequency == nil)
  }
}
