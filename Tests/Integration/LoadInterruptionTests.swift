import Foundation
import Testing

/// The load tester when it is ended before its time, and what it says of itself.
@Suite("load that is cut", .timeLimit(.minutes(5)))
struct LoadInterruptionTests {
  private static let program = ProgramRun.programs.appending(path: "spots-load").path

  @Test(
    "Ctrl-C and SIGTERM end a run, or a search, early: what it has measured is reported and written",
    arguments: [("INT", 130, []), ("TERM", 143, []), ("INT", 130, ["--find-max", "--slo", "p99<10s"])]
      as [(String, Int32, [String])])
  func cut(signal: String, code: Int32, options: [String]) async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let key = try await server.makeKey(plan: "prod")
    let file = try OutputFile()
    let run = try await ProgramRun.run(
      URL(filePath: "/usr/bin/timeout"),
      [
        "--preserve-status", "-s", signal, "4", Self.program, "--endpoint", server.endpoint, "--segment",
        SmallCity.segment, "--rate", "20", "--duration", options.isEmpty ? "60s" : "1s", "--warmup", "0", "--json",
        file.url.path,
      ] + options, environment: ["SPOTS_KEY": key])
    #expect(run.status == code, "\(run.output)\(run.errors)")
    #expect(
      run.output.contains("calls succeeded in ")
        && run.output.contains(options.isEmpty ? "CUT after " : "CUT: the search"), "\(run.output)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(file.text().utf8)) as? [String: Any])
    #expect(report["cut"] as? Bool == true)
    #expect(Int(report["succeeded"] as? String ?? "") ?? 0 > 0)
  }

  @Test("--help lists the options, and `run` may be said")
  func help() async throws {
    for arguments in [["--help"], ["run", "--help"]] {
      let help = try await ProgramRun.run(URL(filePath: Self.program), arguments)
      #expect(help.status == 0)
      for option in ["--rate", "--find-max", "--json", "--requests", "--abuse", "--session"] {
        #expect(help.output.contains("  \(option) "), "\(option) in \(arguments)")
      }
    }
    let help = try await ProgramRun.run(URL(filePath: Self.program), ["--help"])
    #expect(help.output.contains("spots-load compare") && help.output.contains("\nUSAGE: spots-load ["))
  }

  @Test(
    "files that cannot be read or written are refused before anything is called",
    arguments: [
      (["--json", "no-such-folder/a.json"], "no-such-folder/a.json: cannot be written: No such file or directory"),
      (["--html", "Sources"], "Sources: cannot be written: Is a directory"),
      (["--csv-out", ""], ": cannot be written: No such file or directory"),
    ])
  func files(arguments: [String], message: String) async throws {
    let refused = try await ProgramRun.run(URL(filePath: Self.program), ["--endpoint", "127.0.0.1:1"] + arguments)
    #expect(refused.status == 74)
    #expect(refused.errors.contains(message), "\(refused.errors)")
  }
}
