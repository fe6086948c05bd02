import EnrichmentSchema
import Releases
import Testing

@testable import Answers

@Suite("words and rounding", .timeLimit(.minutes(1)))
struct AnswerWordsTests {
  @Test("shares have five words, and an interval over a boundary says about")
  func words() {
    let sure = 0.001
    for (value, word) in [
      (0.1, "very low"), (0.3, "low"), (0.5, "moderate"), (0.7, "high"), (0.9, "very high"), (0.0, "very low"),
      (1.0, "very high"),
    ] {
      #expect(AnswerFixtures.quantity(value, error: sure).shareWord() == word)
    }
    #expect(AnswerFixtures.quantity(0.61, error: 0.02).shareWord() == "about moderate")
    #expect(AnswerFixtures.quantity(0.59, error: 0.02).shareWord() == "about moderate")
    #expect(AnswerFixtures.quantity(0.5, error: 0.3).shareWord() == "about very low")
    #expect(AnswerFixtures.quantity(0.62, error: 0.02).shareWord(top: 5.0 / 7) == "very high")
  }

  @Test("words are those of the numbers as they are shown")
  func shownWords() {
    #expect(AnswerFixtures.quantity(0.599_9, error: 0).shareWord() == "high")
    #expect(AnswerFixtures.quantity(0.599_4, error: 0).shareWord() == "moderate")
  }

  @Test("sentences follow their templates")
  func sentences() {
    let high = AnswerFixtures.quantity(0.7, error: 0.001)
    #expect(Sentence.level(of: "community engagement", high) == "High community engagement")
    #expect(
      Sentence.level(of: "viral potential", AnswerFixtures.quantity(0.61, error: 0.02))
        == "About moderate viral potential")
    #expect(Sentence.choice(high, yes: "quality over price", no: "price first") == "Quality over price")
    #expect(
      Sentence.choice(AnswerFixtures.quantity(0.49, error: 0.02), yes: "quality over price", no: "price first")
        == "About even, leaning to price first")
    #expect(Sentence.communityDriven(0.3) == "30% of adoptions follow a connection beyond chance")
  }

  @Test("the percentages of returning and exploring add to 100 for every share")
  func percentages() {
    for thousandth in 0...1_000 {
      let share = Double(thousandth) / 1_000
      let numbers = [Sentence.returning(exploration: share), Sentence.exploring(exploration: share)]
        .compactMap { Int($0.prefix { $0 != "%" }) }
      #expect(numbers.reduce(0, +) == 100)
      let both = LoyaltyMeasures(exploration: AnswerFixtures.quantity(share, error: 0.01))
      #expect((both.returning.value ?? 0) + (both.exploring.value ?? 0) == 1)
      #expect(both.returning.confidence == both.exploring.confidence)
    }
  }

  @Test("rounded shares sum to exactly one thousand thousandths and the last takes the rest")
  func sums() {
    #expect(Rounding.shares([0.15, 0.45, 0.40]) == [0.15, 0.45, 0.4])
    #expect(Rounding.shares([1.0 / 3, 1.0 / 3, 1.0 / 3]) == [0.333, 0.333, 0.334])
    #expect(Rounding.shares([0.999_6, 0.000_4, 0]) == [1, 0, 0])
    #expect(Rounding.shares([0.5, 0.500_7]) == [0.5, 0.5])
    #expect(Rounding.shares([]) == [])
    #expect(Rounding.minutes(45.06) == 45.1 && Rounding.share(0.123_5) == 0.124)
  }

  @Test("a number below a confidence of one half is not shown unless a session adjusted it")
  func leastConfidence() {
    var unsure = AnswerFixtures.quantity(0.5, error: 0.1, tolerance: 0.03)
    #expect(Finding.known(unsure).shown.absence?.reason == .lowConfidence)
    unsure.isSessionAdjusted = true
    #expect(Finding.known(unsure).shown.quantity == unsure)
    #expect(Finding.known(AnswerFixtures.quantity(0.5, error: 0.04, tolerance: 0.03)).shown.quantity != nil)
  }
}
