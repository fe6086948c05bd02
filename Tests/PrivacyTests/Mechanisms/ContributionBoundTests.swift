import Privacy
import Testing

@Suite("sensitivity", .timeLimit(.minutes(2)))
struct ContributionBoundTests {
  @Test("every shape gives the bound of its proof, in granules squared")
  func bounds() {
    #expect(ContributionBound.indicators(length: 3).l2Squared == 3)
    #expect(ContributionBound.centredValue(halfRange: 1_920).l2Squared == 1_920 * 1_920)
    #expect(ContributionBound.partition(total: 4_096).l2Squared == 4_096 * 4_096)
    #expect(ContributionBound.neighbourCountFunction(perNeighbour: 195, neighbours: 50).l2Squared == 9_750 * 9_750)
    #expect(
      ContributionBound.neighbourValues(own: 1_024, perNeighbour: 1_024, neighbours: 5).l2Squared == 6_144 * 6_144)
    #expect(ContributionBound.egoDensity(whole: 256, neighbours: 50).l2Squared == 13_056 * 13_056)
    #expect(ContributionBound.twoStepRing(neighbours: 50).l2Squared == 7_350 * 7_350)
    // 490,100 pairs in granules of 32: 15,315.6
    #expect(
      ContributionBound.pairsWithinThreeSteps(neighbours: 50, pairsPerGranule: 32).l2Squared == 15_316 * 15_316)
    #expect(ContributionBound.tieEnds(perEnd: 128, neighbours: 50).l2Squared == 12_800 * 12_800)
  }

  @Test("unit vectors include the rounding of every coordinate, rounded up")
  func unitVectors() {
    // sqrt(12) * 4096 + sqrt(24) / 2 = 14191.41
    #expect(ContributionBound.unitVectors(count: 12, dimension: 2, granulesPerUnit: 4_096).l2Squared == 14_192 * 14_192)
    // sqrt(7) * 4096 + sqrt(14) / 2 = 10838.87
    #expect(ContributionBound.unitVectors(count: 7, dimension: 2, granulesPerUnit: 4_096).l2Squared == 10_839 * 10_839)
  }

  @Test(
    "parameters without a meaning have no bound",
    arguments: [
      .indicators(length: 0), .centredValue(halfRange: -1), .centredValue(halfRange: 0), .partition(total: 1 << 40),
      .unitVectors(count: 0, dimension: 2, granulesPerUnit: 4_096),
      .neighbourCountFunction(perNeighbour: .max, neighbours: 2),
      .neighbourValues(own: 1, perNeighbour: -1, neighbours: 1),
      .egoDensity(whole: 1, neighbours: .max), .twoStepRing(neighbours: .max), .twoStepRing(neighbours: 1),
      .pairsWithinThreeSteps(neighbours: 50, pairsPerGranule: 0), .tieEnds(perEnd: 1, neighbours: -1),
    ] as [ContributionBound])
  func refused(bound: ContributionBound) {
    #expect(bound.l2Squared == nil)
  }
}
