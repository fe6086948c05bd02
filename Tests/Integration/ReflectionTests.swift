import Testing

@Suite("the schema of a running server", .timeLimit(.minutes(5)))
struct ReflectionTests {
  @Test(
    "is shown to holders of a key where the operator wants it, and to nobody elsewhere",
    arguments: [("test_reflection.Shown", ["--reflection"]), ("test_reflection.Hidden", [])])
  func reflection(tests: String, arguments: [String]) async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), arguments: arguments)
    let run = try await PythonClientTests.run(tests, against: server)
    #expect(run.status == 0, "\(run.errors)")
  }
}
