import Testing

@Suite("Daily motifs", .timeLimit(.minutes(2)))
struct MotifTests {
  @Test("there are seventeen classes, all different")
  func classes() {
    #expect(DailyMotif.all.count == 17)
    #expect(Set(DailyMotif.all).count == 17)
  }

  @Test(
    "days of each shape fall into their class",
    arguments: [
      ("H", 0), ("HWH", 1), ("HWSH", 2), ("HWHSH", 3), ("HWSHWH", 4), ("HWSHSWSH", 5), ("HABCH", 6), ("HABHCH", 7),
      ("HAHBHCH", 8), ("HABCDH", 9), ("HABCHDH", 10), ("HABHCDH", 11), ("HABHCHDH", 12), ("HABCDEH", 13),
      ("HABCDHEH", 14), ("HABCHDEH", 15), ("HABCHDHEH", 16),
    ])
  func shapes(day: String, index: Int) {
    #expect(DailyMotif(day: day)?.index == index)
  }

  @Test("names of places, repeated readings and the direction of a day make no difference")
  func isomorphism() {
    #expect(DailyMotif(day: "XXYYZX") == DailyMotif(day: "HWSH"))
    #expect(DailyMotif(day: String("HABHCH".reversed())) == DailyMotif(day: "HABHCH"))
    #expect(DailyMotif(day: "ABCBA") == DailyMotif(day: "HWHSH"))
  }

  @Test(
    "days that do not come back, have another shape or too many places are in no class",
    arguments: [
      "", "AB", "ABC", "ABCBACA", "HAHBHCHDH", "HABCDEFH", "ABCDABDCA",
    ])
  func others(day: String) {
    #expect(DailyMotif(day: day) == nil)
  }
}
