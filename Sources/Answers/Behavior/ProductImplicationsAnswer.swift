package import EnrichmentSchema
import Releases

/// What the behaviour implies for products: published formulas over released numbers.
package enum ProductImplicationsAnswer {
  private static let path = "product_implications"

  /// The implications that can be computed; nil when none can.
  package static func implications(
    _ findings: SegmentFindings, _ fields: inout AnswerFields, table: DerivedCoefficients = .standard
  ) -> ProductImplications? {
    let inputs = findings.derivedInputs
    var answer = ProductImplications()
    answer.prefersQualityOverPrice = fields.choice(
      table.prefersQualityOverPrice.result(inputs), at: "\(path).prefers_quality_over_price",
      yes: "quality over price", no: "price first")
    answer.valuesCommunityProducts = fields.choice(
      table.valuesCommunityProducts.result(inputs), at: "\(path).values_community_products",
      yes: "values community products", no: "values other things more")
    answer.likelyToReturnPurchase = fields.share(
      Finding(table.likelyToReturnPurchase.result(inputs)), at: "\(path).likely_to_return_purchase"
    ) { Sentence.level(of: "tendency to buy again", $0) + Sentence.formulaNote }
    answer.purchaseDecisionFactors = factors(DecisionFactors(table.decisionFactors, inputs: inputs), &fields)
    return answer == ProductImplications() ? nil : answer
  }

  private static func factors(
    _ factors: DecisionFactors, _ fields: inout AnswerFields
  ) -> [PurchaseDecisionFactor] {
    let list = "\(path).purchase_decision_factors"
    for absent in factors.absent { fields.withhold("\(list).\(absent.name)", absent.absence) }
    if factors.strongest.isEmpty {
      fields.withhold(
        list, Absence(.missingInput, "needs released inputs of at least \(DecisionFactors.shownCount) factors"))
    }
    let weights = Rounding.shares(factors.strongest.map(\.weight.value))
    return zip(factors.strongest, weights).map { factor, weight in
      fields.note(factor.weight, at: "\(list).\(factor.name).weight")
      var answer = PurchaseDecisionFactor()
      answer.factor = factor.name
      answer.weight = weight
      return answer
    }
  }
}
