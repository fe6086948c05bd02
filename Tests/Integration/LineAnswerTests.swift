import Foundation
import Testing

/// The commands by which others check the engine's mathematics.
@Suite("answers line by line", .timeLimit(.minutes(5)))
struct LineAnswerTests {
  private func spots(_ command: String, input: String) async throws -> ProgramRun {
    let file = try SmallCity.folder().appending(path: "input")
    try Data(input.utf8).write(to: file)
    let program = ProgramRun.programs.appending(path: "spots").path
    return try await ProgramRun.run(URL(filePath: "/bin/bash"), ["-c", "\(program) \(command) - < \(file.path)"])
  }

  private func objects(_ run: ProgramRun) throws -> [[String: Any]] {
    try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test("`spots knot -` answers every word and names the line of one that is none")
  func knots() async throws {
    let run = try await spots("knot", input: "1 1 1\n1 x\n\n1 -2 1 -2\n1 1\n")
    let answers = try objects(run)
    #expect(run.status == 65 && answers.count == 5)
    #expect(answers.map { $0["jones"] as? String } == ["t+t^3-t^4", nil, "1", "t^(-2)-t^(-1)+1-t+t^2", nil])
    #expect(answers[1]["line"] as? Int == 2 && answers[4]["line"] as? Int == 5)
    #expect((answers[4]["error"] as? String)?.contains("only a knot") == true)
    #expect(run.errors.contains("line 2: ") && run.errors.contains("line 5: "))
  }

  @Test("`spots compatibility -` answers every pair and names the line of one that is none")
  func compatibility() async throws {
    let half = "[0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5,0.5]"
    let some = "[null,null,0.5,null,null,null,null,null,null,null,null,1]"
    let lines = ["{\"person\":\(half),\"product\":\(some)}", "{\"person\":\(half)}"]
    let run = try await spots("compatibility", input: lines.joined(separator: "\n") + "\n")
    let answers = try objects(run)
    #expect(run.status == 65 && answers.count == 2)
    #expect(try abs(#require(answers[0]["fidelity"] as? Double) - 0.5) < 1e-12)
    #expect((answers[0]["layers"] as? [Any])?.count == 5)
    #expect((answers[1]["error"] as? String)?.contains("product is missing") == true)
  }

  @Test("lines that are all good end with 0, and a file that is not there with 74")
  func exitCodes() async throws {
    #expect(try await spots("knot", input: "1 1 1\n").status == 0)
    #expect(try await ProgramRun.spots("knot", "/nowhere/at/all").status == 74)
  }
}
