internal import EnrichmentSchema

/// What has been answered to a connector so far.
struct ConnectorAnswers: Sendable {
  private static let late = SharedQuestions.Failure(description: "no answer within the budget")

  var behavior: Result<GetRealWorldBehaviorResponse, SharedQuestions.Failure> = .failure(late)
  var personality: Result<GetQuantumPersonalityResponse, SharedQuestions.Failure> = .failure(late)
  var influence: Result<GetCommunityInfluenceResponse, SharedQuestions.Failure> = .failure(late)
  var affinity: Result<AffinityRanking, SharedQuestions.Failure> = .failure(late)
}

/// The shop's list and what has been answered, put together.
struct Combination {
  private let list: [ShopRecommendation]
  private let answers: ConnectorAnswers
  private let weight: Double

  init(_ list: [ShopRecommendation], _ answers: ConnectorAnswers, weight: Double) {
    (self.list, self.answers, self.weight) = (list, answers, weight)
  }

  var result: EnhancedRecommendations {
    let ranking = try? answers.affinity.get()
    let matches = (try? answers.personality.get()).map(Reasons.ofProducts) ?? [:]
    let order = ranking?.order ?? Array(list.indices)
    return EnhancedRecommendations(
      recommendations: order.map { place in
        let (product, lift) = (list[place], ranking?.lifts[place])
        let reasons = [product.reasoning, Reasons.of(lift: lift ?? nil) ?? "", matches[product.productID] ?? ""]
        return EnhancedRecommendation(
          productID: product.productID, shopPlace: place, score: ranking?.scores[place] ?? product.score,
          lift: lift ?? nil, reasoning: reasons.filter { !$0.isEmpty })
      },
      spotsContribution: ranking == nil ? 0 : weight, segmentReasons: segmentReasons, answers: outcomes)
  }

  private var segmentReasons: [String] {
    ((try? answers.behavior.get()).map(Reasons.of) ?? []) + ((try? answers.personality.get()).map(Reasons.of) ?? [])
      + ((try? answers.influence.get()).map(Reasons.of) ?? [])
  }

  private var outcomes: [ConnectorQuestion: ConnectorAnswer] {
    [
      .behavior: Self.outcome(answers.behavior) { $0.marketSegmentMetadata?.releaseID },
      .personality: Self.outcome(answers.personality) { $0.marketSegmentMetadata?.releaseID },
      .influence: Self.outcome(answers.influence) { $0.marketSegmentMetadata?.releaseID },
      .affinity: Self.outcome(answers.affinity) { $0.release },
    ]
  }

  private static func outcome<Value>(
    _ result: Result<Value, SharedQuestions.Failure>, _ release: (Value) -> String?
  ) -> ConnectorAnswer {
    switch result {
    case .success(let value): .used(release: release(value) ?? "")
    case .failure(let failure): .absent(reason: failure.description)
    }
  }
}
