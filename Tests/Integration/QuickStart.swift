import EnrichmentClient
import EnrichmentSchema
import Foundation
import Testing

/// The quick start of the README.
enum QuickStart {
  /// Runs what the README says, line for line.
  static func run(endpoint: String, key: String) async throws -> EnhancedRecommendations {
    // README begins
    let client = try PartnerClient(endpoint: endpoint, key: key, ca: "certs/ca.pem")
    let connector = RecommendationConnector(client: client, region: "simcity")
    var segment = UserSegment()
    segment.segmentID = "simcity_all"
    let tea = ShopRecommendation(productID: "tea", score: 9, itemID: "simcity-1-item-7")
    let cup = ShopRecommendation(productID: "cup", score: 8)
    let shares = ["district_a2": 0.75, "district_b3": 0.25]  // stays here
    let shown = await connector.enhanceRecommendations([tea, cup], for: segment, customer: .shares(shares))
    for product in shown.recommendations { print(product.productID, product.reasoning) }
    print(shown.segmentReasons, shown.answers)
    // README ends
    return shown
  }

  /// The lines that the README has to show.
  static func lines() throws -> [Substring] {
    let text = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let lines = text.split(separator: "\n")
    guard let begin = lines.firstIndex(of: "    // README begins"), let end = lines.firstIndex(of: "    // README ends")
    else { return [] }
    return Array(lines[(begin + 1)..<end])
  }
}
