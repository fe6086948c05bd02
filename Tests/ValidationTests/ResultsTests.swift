import Foundation
import Testing

@testable import Validation

@Suite("the results of a validation", .timeLimit(.minutes(1)))
struct ResultsTests {
  /// Results of twenty customers, whose target is item 2, in the third place of the shop's own ranking.
  private static func results(threeIDs best: [Int], placebo: [Int] = [0, 1, 2]) throws -> ValidationResults {
    var town = SmallTown(users: 20)
    for user in 0..<20 {
      town.visit(user, 0, at: 10, times: 9)
      town.visit(user, 4, at: 20)
    }
    let cohort = try #require(try town.cohort())
    let shop = ShopKnowledge(panel: [], items: 10, map: nil)
    var table = QualityTable(customers: 20)
    for (number, customer) in cohort.participants.enumerated() {
      var rankings = CustomerRankings(of: customer, knowing: shop, bases: [.popularity], weights: [])
      for (knowledge, order) in [(ValidationArm.Knowledge.threeIDs, best), (.panel, placebo)] {
        rankings.take(order, as: ValidationArm(knowledge, over: .popularity, by: .blend, weight: 0.3))
      }
      table.add(rankings, of: customer, number: number)
    }
    return ValidationResults(
      city: "town", policy: "affinity", epsilon: 3, panel: 16, customers: 20, table: table, weight: 0.3)
  }

  @Test("results.json has the keys of the specification, and no others")
  func keys() throws {
    let json = try JSONSerialization.jsonObject(with: Data(Self.results(threeIDs: [2]).json().utf8))
    let object = try #require(json as? [String: Any])
    #expect(Set(object.keys) == ["city", "policy", "epsilon", "panel", "customers", "arms", "placebos", "verdict"])
    let arm = try #require((object["arms"] as? [[String: Any]])?.first)
    #expect(Set(arm.keys) == ["name", "base", "how", "target", "weight", "ndcg", "lo", "hi", "hr"])
    #expect(arm["name"] as? String == "three ids" && arm["how"] as? String == "blend")
    #expect((object["placebos"] as? [[String: Any]])?.first?["name"] as? String == "panel")
  }

  @Test("the verdict says yes to a gain, no to none and to a loss, and no where a placebo gains too")
  func verdict() throws {
    #expect(try Self.results(threeIDs: [2]).verdict.hasPrefix("Yes"))
    #expect(try Self.results(threeIDs: [0, 1, 2]).verdict.hasPrefix("No: three zone ids"))
    let loss = try Self.results(threeIDs: [0, 1, 3, 4, 2]).verdict
    #expect(loss.hasPrefix("No") && loss.contains("loss"))
    #expect(try Self.results(threeIDs: [2], placebo: [2]).verdict.hasPrefix("No: the placebo \"panel\""))
    let none = ValidationResults(
      city: "town", policy: "none", epsilon: 0, panel: 1, customers: 1, table: QualityTable(customers: 1), weight: 0.3)
    #expect(none.verdict.hasPrefix("No answer"))
  }

  @Test(
    "a gate is missed by a change, an end of an interval or a placebo beyond its bar, and by a row that was not tried")
  func gate() throws {
    let results = try Self.results(threeIDs: [2])
    func missed(_ condition: String) throws -> [String] {
      let file = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString).json")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data("{\"conditions\": [\(condition)]}".utf8).write(to: file)
      return try ValidationGate(file: file.path).missed(by: results)
    }
    let row = "\"base\": \"popularity\", \"how\": \"blend\", \"target\": \"all\", \"weight\": 0.3"
    #expect(try missed("{\"name\": \"three ids\", \(row), \"least\": 50, \"leastLower\": 50}").isEmpty)
    #expect(try missed("{\"name\": \"three ids\", \(row), \"least\": 1000}").count == 1)
    #expect(try missed("{\"name\": \"three ids\", \(row), \"leastLower\": 1000}").count == 1)
    #expect(try missed("{\"name\": \"panel\", \(row), \"most\": 1}").isEmpty)
    #expect(try missed("{\"name\": \"panel\", \(row), \"most\": -1}").count == 1)
    #expect(try missed("{\"name\": \"shares\", \(row), \"least\": 1}").first?.hasSuffix("was not tried") == true)
    #expect(throws: ValidationGate.Unreadable.self) { try missed("") }
    #expect(throws: ValidationGate.Unreadable.self) { try missed("{\"name\": \"shares\", \(row)}") }
  }

  @Test("the page says the verdict and what it does not show, and needs no other file")
  func page() throws {
    let results = try Self.results(threeIDs: [2])
    let html = ValidationPage(
      results, table: QualityTable(customers: 20), openZones: [1, 2], learnsUntil: "2013", draws: 1
    ).html
    #expect(html.contains("Yes: three zone ids") && html.contains("<svg") && html.contains("What it does not show"))
    #expect(html.contains("1.5") && !html.contains("src=") && !html.contains("href="))
  }
}
