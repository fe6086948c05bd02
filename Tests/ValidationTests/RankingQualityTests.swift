import Foundation
import Population
import Testing

@testable import Validation

@Suite("how good a ranking is", .timeLimit(.minutes(2)))
struct RankingQualityTests {
  @Test("NDCG@10 discounts by place and is 1 for the best ranking there can be; HR@10 asks for one hit")
  func known() {
    #expect(RankingQuality([1, 2, 3], targets: [1, 2, 3]).ndcg == 1)
    #expect(RankingQuality([5, 6], targets: [1]).ndcg == 0 && RankingQuality([5, 6], targets: [1]).hit == 0)
    let second = RankingQuality([5, 1], targets: [1])
    #expect(abs(second.ndcg - 1 / log2(3)) < 1e-12 && second.hit == 1)
    #expect(RankingQuality(Array(0..<10) + [11], targets: [11]).hit == 0, "the eleventh does not count")
    #expect(RankingQuality(0..<10, targets: Set(0..<40)).ndcg == 1, "ten places hold ten targets at most")
  }

  @Test("the ten best are those of a sort; equal scores keep the order of before, then of position")
  func best() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let scores = (0..<50).map { _ in Double(generator.below(12)) }
      let before = (0..<50).map { _ in Double(generator.below(4)) }
      let sorted = scores.indices.sorted { (-scores[$0], -before[$0], $0) < (-scores[$1], -before[$1], $1) }
      #expect(RankingQuality.best(of: scores, before: before) == Array(sorted.prefix(10)))
    }
  }

  @Test("equals that of a library of recommenders to 1e-9, where one is installed, else plain formulas in Python")
  func library() throws {
    var generator = SplitMix64(seed: 11)
    let rankings = (0..<300).map { _ -> [String: [Int]] in
      let items = Array(0..<30).shuffled(using: &generator)
      let targets = Array(0..<30).shuffled(using: &generator).prefix(1 + generator.below(15))
      return ["best": Array(items.prefix(10)), "targets": Array(targets)]
    }
    let answer = try Self.python(rankings)
    print(
      "ranking metrics are compared with \(answer.by)"
        + (answer.by == "plain formulas" ? "; `.ci/metrics` installs a library" : ""))
    for (index, ranking) in rankings.enumerated() {
      let own = RankingQuality(ranking["best"] ?? [], targets: Set(ranking["targets"] ?? []))
      #expect(abs(own.ndcg - answer.ndcg[index]) < 1e-9 && abs(own.hit - answer.hit[index]) < 1e-9)
    }
  }

  private struct Answer: Decodable {
    let by: String
    let ndcg: [Double]
    let hit: [Double]
  }

  private static func python(_ rankings: [[String: [Int]]]) throws -> Answer {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let own = root.appending(path: ".venv-metrics/bin/python")
    let process = Process()
    process.executableURL =
      FileManager.default.isExecutableFile(atPath: own.path) ? own : URL(filePath: "/usr/bin/python3")
    process.arguments = ["-B", root.appending(path: "Tests/ValidationTests/python/ranking_metrics.py").path]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(rankings))
    try input.fileHandleForWriting.close()
    return try JSONDecoder().decode(Answer.self, from: output.fileHandleForReading.readDataToEndOfFile())
  }
}

@Suite("intervals of a change", .timeLimit(.minutes(1)))
struct PairedBootstrapTests {
  @Test("a change that everybody shares has no width; none is 0")
  func same() {
    let base: [Double?] = [0.2, 0.4, nil, 0.6]
    let change = PairedBootstrap(people: 4).change(base.map { $0.map { $0 * 1.1 } }, from: base)
    for value in [change.value, change.low, change.high] { #expect(abs(value - 10) < 1e-9) }
    let none = PairedBootstrap(people: 4).change(base, from: base)
    #expect(none.value == 0 && none.low == 0 && none.high == 0)
  }

  @Test("hold the truth of a known normal mean about as often as they say")
  func coverage() {
    var generator = SplitMix64(seed: 5)
    let bootstrap = PairedBootstrap(people: 200)
    let held = (0..<60).count { _ in
      // The mean change is 10 %, of which each person has from -10 to 30.
      let values = (0..<200).map { _ in Optional(1 + 0.4 * generator.unit() - 0.1) }
      let change = bootstrap.change(values, from: Array(repeating: 1, count: 200))
      return change.low <= 10 && 10 <= change.high
    }
    #expect((51...60).contains(held), "\(held) of 60 intervals hold it")
  }
}
