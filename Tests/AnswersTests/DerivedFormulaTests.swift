import Privacy
import Releases
import SamplerFixtures
import Testing

@testable import Answers
@testable import Population

@Suite("derived fields", .timeLimit(.minutes(1)))
struct DerivedFormulaTests {
  private let table = DerivedCoefficients.standard

  private func inputs(_ values: [DerivedInput: Double], error: Double = 0.01) -> DerivedInputs {
    DerivedInputs(values.mapValues { .known(AnswerFixtures.quantity($0, error: error)) })
  }

  private func value(_ formula: DerivedFormula, _ values: [DerivedInput: Double]) throws -> Double {
    try formula.result(inputs(values)).get().quantity.value
  }

  @Test("the published check values come out")
  func checkValues() throws {
    let again = try value(
      table.likelyToReturnPurchase, [.returnRate: 0.68, .dimension(.noveltySeeking): 0.65])
    #expect(abs(again - 0.559) < 0.000_5)
    let share = try value(
      table.likelyToSharePurchases, [.sharing: 0.68, .dimension(.curationTendency): 0.5])
    #expect(abs(share - 0.657) < 0.000_5)
    let factors = DecisionFactors(table.decisionFactors, inputs: AnswerFixtures.findings().derivedInputs)
    #expect(factors.strongest.map(\.name) == ["quality", "community_endorsement", "novelty"])
    for (factor, expected) in zip(factors.strongest, [0.396, 0.321, 0.282]) {
      #expect(abs(factor.weight.value - expected) < 0.000_5)
    }
  }

  @Test("every coefficient is the published one")
  func coefficients() throws {
    let inputs = AnswerFixtures.findings().derivedInputs
    let expected: [String: Double] = [
      "prefers_quality_over_price": 0.82, "values_community_products": 0.715,
      "responds_to_community_endorsements": 0.5 * 0.5 + 0.3 * 0.68 + 0.2 * 0.75,
      "influencer_potential": 0.4 * 0.55 * 7 / 5 + 0.35 * 0.78 + 0.25 * 0.68,
      "community_endorsement": 0.4 * 0.68 + 0.3 * 0.5 + 0.3 * 0.55 * 7 / 5,
      "early_adopter_program": 0.5 * 0.78 + 0.5 * 0.65, "social_proof": 0.5 * 0.6 + 0.5 * 0.5,
      "loyalty_program": 0.6 * 0.68 + 0.4 * 0.35, "premium_positioning": 0.7 * 0.82 + 0.3 * 0.5,
      "event_marketing": 0.6 * 0.75 + 0.4 * 0.7,
    ]
    let named =
      [
        table.prefersQualityOverPrice, table.valuesCommunityProducts, table.respondsToCommunityEndorsements,
        table.influencerPotential,
      ] + table.strategies
    for formula in named {
      let value = try formula.result(inputs).get().quantity.value
      #expect(abs(value - (expected[formula.name] ?? -1)) < 1e-12, "\(formula.name)")
    }
    let further = 0.5 * 45 * 0.68 * 0.3
    #expect(abs((table.viralPotential(inputs).quantity?.value ?? 0) - further / (1 + further)) < 1e-12)
  }

  @Test("each score moves one way in each of its inputs, wherever the others are")
  func monotone() throws {
    var source = SeededBitsForTesting(seed: 3)
    for formula in table.formulas {
      for term in formula.terms {
        for _ in 0..<40 {
          var values: [DerivedInput: Double] = [:]
          for other in formula.terms { values[other.input] = other.input.top * AnswerFixtures.unit(&source) }
          let ends = [AnswerFixtures.unit(&source), AnswerFixtures.unit(&source)].sorted().map { $0 * term.input.top }
          values[term.input] = ends[0]
          let low = try value(formula, values)
          values[term.input] = ends[1]
          let high = try value(formula, values)
          #expect(
            term.transform.isFalling ? high <= low : high >= low, "\(formula.name) in \(term.input.symbol)")
          if formula.link != .sum { #expect(low >= 0 && low <= 1) }
        }
      }
    }
  }

  @Test("viral potential rises with each of its inputs and stays a share")
  func viralMonotone() throws {
    var source = SeededBitsForTesting(seed: 4)
    for input in DerivedCoefficients.viralInputs {
      for _ in 0..<50 {
        var values: [DerivedInput: Double] = [
          .connections: 50 * AnswerFixtures.unit(&source), .sharing: AnswerFixtures.unit(&source),
          .communityDriven: AnswerFixtures.unit(&source),
        ]
        let low = try #require(table.viralPotential(inputs(values, error: 0)).quantity).value
        values[input] = (values[input] ?? 0) * 1.5
        let high = try #require(table.viralPotential(inputs(values, error: 0)).quantity).value
        #expect(low <= high && low >= 0 && high < 1)
      }
    }
  }

  @Test("a factor's weight rises with its own score and the shown weights sum to one")
  func softmax() throws {
    var source = SeededBitsForTesting(seed: 5)
    for _ in 0..<100 {
      let findings = AnswerFixtures.random(&source)
      let before = DecisionFactors(table.decisionFactors, inputs: findings.derivedInputs)
      #expect(abs(before.strongest.reduce(0) { $0 + $1.weight.value } - 1) < 1e-12)
      #expect(zip(before.strongest, before.strongest.dropFirst()).allSatisfy { $0.weight.value >= $1.weight.value })
      guard let trust = before.strongest.first(where: { $0.name == "trust" }),
        let value = findings[.trustNetworkReliance].quantity?.value, value < 0.9
      else { continue }
      var more = findings
      more.dimensions[.trustNetworkReliance] = .known(AnswerFixtures.quantity(value + 0.1))
      let after = DecisionFactors(table.decisionFactors, inputs: more.derivedInputs)
      let heavier = after.strongest.first { $0.name == "trust" }
      #expect((heavier?.weight.value ?? 0) > trust.weight.value)
    }
  }

  @Test("the stated slopes are the derivatives, so the delta method carries the right error")
  func slopes() throws {
    let base: [DerivedInput: Double] = AnswerFixtures.findings().derivedValues
    for formula in table.formulas {
      let result = try formula.result(inputs(base)).get()
      var variance = 0.0
      for part in result.parts {
        var moved = base
        let step = 1e-6
        moved[part.term.input, default: 0] += step
        let slope = (try value(formula, moved) - result.quantity.value) / step
        #expect(abs(slope - part.slope) < 1e-4, "\(formula.name) by \(part.term.input.symbol)")
        variance += slope * slope * 0.01 * 0.01
      }
      #expect(abs(result.quantity.standardError - variance.squareRoot()) < 1e-6)
    }
  }

  @Test("the error of a factor's weight follows from all scores it is weighed against")
  func softmaxSlopes() throws {
    let base = AnswerFixtures.findings().derivedValues
    let factors = DecisionFactors(table.decisionFactors, inputs: inputs(base)).strongest
    for (index, factor) in factors.enumerated() {
      var variance = 0.0
      for input in base.keys {
        var moved = base
        moved[input, default: 0] += 1e-6
        let other = DecisionFactors(table.decisionFactors, inputs: inputs(moved)).strongest[index]
        let slope = (other.weight.value - factor.weight.value) / 1e-6
        variance += slope * slope * 0.01 * 0.01
      }
      #expect(abs(factor.weight.standardError - variance.squareRoot()) < 1e-6, "\(factor.name)")
    }
  }

  @Test("a missing or too uncertain input withholds what is derived from it, and names it")
  func missing() throws {
    var findings = AnswerFixtures.findings()
    findings.dimensions[.noveltySeeking] = .absent(Absence(.noSource, "none"))
    findings.fields[.trendSetterScore] = .known(AnswerFixtures.quantity(0.7, error: 1, tolerance: 0.1))
    let inputs = findings.derivedInputs
    let ranking = StrategyRanking(table.strategies, inputs: inputs)
    #expect(ranking.absent.map(\.name) == ["early_adopter_program", "loyalty_program"])
    #expect(ranking.absent.allSatisfy { $0.absence.reason == .missingInput })
    #expect(ranking.absent[0].absence.detail.contains("trend-setter score, novelty seeking"))
    let factors = DecisionFactors(table.decisionFactors, inputs: inputs)
    #expect(factors.absent.map(\.name) == ["novelty"] && factors.strongest.count == 3)
    findings.dimensions = [:]
    #expect(DecisionFactors(table.decisionFactors, inputs: findings.derivedInputs).strongest.isEmpty)
  }

  @Test("strategies are the three largest, ties by name, with the two inputs that decided")
  func strategies() throws {
    let ranking = StrategyRanking(
      table.strategies, inputs: AnswerFixtures.findings(error: 0.005).derivedInputs)
    #expect(ranking.best.map(\.name) == ["event_marketing", "premium_positioning", "early_adopter_program"])
    #expect(ranking.best[2].reasoning == "High trend-setter score + novelty seeking")
    #expect(ranking.best[0].reasoning == "High community engagement + energy preference")
    #expect(ranking.best[1].reasoning == "Very high value orientation + moderate authenticity preference")
    let unsure = StrategyRanking(table.strategies, inputs: AnswerFixtures.findings().derivedInputs)
    #expect(unsure.best[2].reasoning == "About high trend-setter score + high novelty seeking")
    var even: [Dimension: Double] = [:]
    for dimension in Dimension.allCases { even[dimension] = 0.5 }
    let tied = AnswerFixtures.findings(
      [
        .explorationTendency: 0.5, .communityEngagement: 0.5, .influenceScore: 2.5 / 7,
        .communityDrivenPurchases: 0.25, .trendSetterScore: 0.5,
      ], dimensions: even)
    let names = StrategyRanking(table.strategies, inputs: tied.derivedInputs).best.map(\.name)
    #expect(names == ["community_endorsement", "early_adopter_program", "event_marketing"])
  }

  @Test("an input that speaks against a strategy is said as it is, not as the lack of its opposite")
  func against() throws {
    func reasoning(novelty: Double, returning: Double) throws -> String {
      let findings = AnswerFixtures.findings(
        [.explorationTendency: 1 - returning], dimensions: [.noveltySeeking: novelty], error: 0.005)
      let loyalty = try #require(table.strategies.first { $0.name == "loyalty_program" })
      let ranking = StrategyRanking([loyalty], inputs: findings.derivedInputs)
      return try #require(ranking.best.first).reasoning
    }
    #expect(try reasoning(novelty: 0.7, returning: 0.7) == "High return rate, despite high novelty seeking")
    #expect(try reasoning(novelty: 0.603, returning: 0.7) == "High return rate, despite about moderate novelty seeking")
    #expect(try reasoning(novelty: 0.3, returning: 0.7) == "High return rate + preference for favorites")
    #expect(
      try reasoning(novelty: 0.1, returning: 0.3) == "Very high preference for favorites, despite low return rate")
    #expect(try reasoning(novelty: 0.9, returning: 0.1) == "Very low return rate + preference for favorites")
  }

  @Test("the table as text changes with any coefficient")
  func canonicalText() throws {
    let text = table.canonicalText
    #expect(text == DerivedCoefficients.standard.canonicalText)
    #expect(text.contains("likely_to_return_purchase=logistic(-0.1+1.6*[2x-1](returnVisitRate)+0.8*[1-2x](x9))"))
    #expect(text.split(separator: "\n").count == table.formulas.count + 2)
  }
}

extension SegmentFindings {
  /// The plain values that formulas read.
  var derivedValues: [DerivedInput: Double] {
    var values: [DerivedInput: Double] = [:]
    for (field, finding) in fields { values[.field(field)] = finding.quantity?.value }
    for (dimension, finding) in dimensions { values[.dimension(dimension)] = finding.quantity?.value }
    return values
  }
}
