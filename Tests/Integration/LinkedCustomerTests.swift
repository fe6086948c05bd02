import Foundation
import Testing

/// Partners' customers who stand for people of SPOTS, with a real server and stock clients.
@Suite("linked customers", .timeLimit(.minutes(5)))
struct LinkedCustomerTests {
  @Test("are kept as their person while the link and the consent stand; no name of anybody is written anywhere")
  func life() async throws {
    let store = try await SmallCity.copy()
    let region = try await ProgramRun.spots("init", "--region", "town", "--tz", "UTC", "--store", "sqlite:\(store)")
    try #require(region.status == 0, "\(region.errors)")
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    let names = ["a-person-of-spots-7f3e91", "a-customer-of-acme-c05d28"]
    let run = try await PythonClientTests.run(
      "linked_customers", against: server,
      environment: [
        "SPOTS_APPLICATION_KEY": server.makeKey(plan: "prod", namespace: "spots", scopes: "consent:write"),
        "SPOTS_PERSON": names[0], "SPOTS_CUSTOMER": names[1], "SPOTS_DATABASE": store,
      ])
    #expect(run.status == 0, "\(run.errors)")
    try expect(names, absentFrom: [store, store + "-wal"])
    let log = try server.log()
    #expect(names.allSatisfy { !log.contains($0) } && log.contains("EnrichRealTime"))
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    try expect(names, absentFrom: [store])
  }

  private func expect(_ names: [String], absentFrom files: [String]) throws {
    for file in files where FileManager.default.fileExists(atPath: file) {
      let bytes = try Data(contentsOf: URL(filePath: file))
      for name in names { #expect(bytes.range(of: Data(name.utf8)) == nil, "\(name) is in \(file)") }
    }
  }
}
