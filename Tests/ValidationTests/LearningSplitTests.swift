import Testing

@testable import Validation

@Suite("the end of learning", .timeLimit(.minutes(1)))
struct LearningSplitTests {
  @Test("is the least time that seven tenths of the rows do not exceed; equal times learn")
  func quantile() throws {
    let split = try #require(LearningSplit(times: [9, 1, 2, 3, 4, 5, 6, 7, 8, 10].map(Int64.init)))
    #expect(split.end == 7)
    let equal = try #require(LearningSplit(times: [1, 1, 1, 7, 7, 7, 7, 7, 7, 9].map(Int64.init)))
    #expect(equal.end == 7 && equal.learns(7) && !equal.learns(8))
    #expect(LearningSplit(times: [Int64]()) == nil)
  }

  @Test("is the last moment that a release counts, which counts rows before its cut-off")
  func cutOff() throws {
    let split = try #require(LearningSplit(times: [5]))
    #expect(split.end < split.cutOff && !split.learns(split.cutOff))
  }
}
