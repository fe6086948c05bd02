import Foundation
import Testing

/// The sample shop as a program, against a real server.
@Suite("a sample shop", .timeLimit(.minutes(3)))
struct ShopTests {
  @Test("shows a customer's list before and after, and the shop's own while SPOTS is slow and while it is off")
  func page() async throws {
    let server = try await RunningServer(store: try await SmallTown.store())
    let page = try SmallCity.folder().appending(path: "shop.html")
    let shop = ProgramRun.programs.appending(path: "shop")
    let arguments = [
      "--endpoint", server.endpoint, "--region", SmallTown.region, "--zones", "zz-1,zz-2", "--budget", "300", "--html",
      page.path,
    ]
    let run = try await ProgramRun.run(shop, arguments, environment: ["SPOTS_KEY": server.makeKey(plan: "prod")])
    #expect(run.status == 0, "\(run.errors)")
    let states = run.output.split(separator: "\n").filter { $0.hasPrefix("  SPOTS ") }
    #expect(states.map { $0.contains("enhanced") } == [true, false, false, true, false, false], "\(run.output)")
    let html = try String(contentsOf: page, encoding: .utf8)
    for words in [
      "By popularity", "By item-kNN", "times as often as everybody", "Who asked what of whom", "ListZoneLifts",
      "slow: it never answers", "off: nothing is there", "no answer within the budget", "What this does not show",
    ] { #expect(html.contains(words), "\(words)") }
    let keyless = try await ProgramRun.run(shop, arguments, environment: ["SPOTS_KEY": ""])
    #expect(keyless.status != 0 && keyless.errors.contains("SPOTS_KEY"))
  }
}
