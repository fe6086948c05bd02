import Foundation
import Testing

/// What an operator sees of a segment.
@Suite("segments on the command line", .timeLimit(.minutes(5)))
struct SegmentCommandTests {
  @Test("`spots segment show` prints a card, and a page that needs no other file")
  func show() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let key = ["SPOTS_KEY": try await server.makeKey(plan: "prod")]
    let card = try await ProgramRun.spots(
      "segment", "show", SmallCity.segment, "--endpoint", server.endpoint, environment: key)
    try #require(card.status == 0, "\(card.errors)")
    for words in ["who they are", "novelty_seeking", "withheld", "low_confidence", "return visit rate"] {
      #expect(card.output.contains(words), "\(words)")
    }
    let page = try SmallCity.folder().appending(path: "segment.html")
    let written = try await ProgramRun.spots(
      "segment", "show", SmallCity.segment, "--html", page.path, "--endpoint", server.endpoint, environment: key)
    try #require(written.status == 0, "\(written.errors)")
    let text = try String(contentsOf: page, encoding: .utf8)
    #expect(try XMLText.isBalanced(text))
    #expect(text.components(separatedBy: "<svg").count >= 8, "dimensions, visits, network and five knots")
    for foreign in ["http:", "https:", "<script", "<link", "<img", "url("] { #expect(!text.contains(foreign)) }
  }

  @Test("`spots segments propose` prints a plan that import takes")
  func propose() async throws {
    let folder = try SmallCity.folder()
    let venues = "venue_id,category_path\nv1,Food>Coffee Shop\nv2,Shop & Service>Mall\n"
    try Data(venues.utf8).write(to: folder.appending(path: "venues.csv"))
    let visits = "user_id,venue_id,time\nu1,v1,2024-05-01T10:00:00Z\nu1,v2,2024-05-01T12:00:00Z\n"
    try Data(visits.utf8).write(to: folder.appending(path: "checkins.csv"))
    let plan = try await ProgramRun.spots(
      "segments", "propose", folder.appending(path: "venues.csv").path, "--region", "town", "--tz", "UTC")
    try #require(plan.status == 0, "\(plan.errors)")
    #expect(plan.output.contains("clusters=shopping,food_and_coffee\n"))
    let file = try SmallCity.folder().appending(path: "plan")
    try Data(plan.output.utf8).write(to: file)
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let imported = try await ProgramRun.spots(
      "import", "folder", folder.path, "--segments", file.path, "--as-of", "2024-06-01", "--store", "sqlite:\(store)")
    #expect(imported.status == 0, "\(imported.errors)")
    let sized = try await ProgramRun.spots(
      "segments", "propose", folder.appending(path: "venues.csv").path, "--region", "simcity", "--tz", "UTC", "--store",
      "sqlite:\(SmallCity.copy())")
    #expect(sized.output.contains("# \(SmallCity.segment): about "), "\(sized.output)\(sized.errors)")
    let refused = try await ProgramRun.spots("segments", "propose", "/nowhere", "--region", "town", "--tz", "UTC")
    #expect(refused.status != 0)
  }
}

/// As much of XML as tells whether tags are closed in order.
enum XMLText {
  static func isBalanced(_ text: String) throws -> Bool {
    let empty: Set<String> = ["meta", "path", "line", "circle", "rect", "br"]
    var open: [String] = []
    for tag in text.matches(of: /<(\/?)([a-zA-Z0-9]+)[^>]*?>/) {
      let name = String(tag.output.2)
      if empty.contains(name) { continue }
      if tag.output.1.isEmpty {
        open.append(name)
      } else if open.popLast() != name {
        return false
      }
    }
    return open.isEmpty
  }
}
