import ArgumentParser
import EnrichmentService

struct SandboxReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox-release", abstract: "Draws the release of the sandbox and prints the source that ships it.",
    discussion: "For developers: `make sandbox-release` puts it in its place.", shouldDisplay: false)
  @Option(help: "People, 2 to 1,000,000.")
  var people = 300_000

  func validate() throws {
    guard (2...1_000_000).contains(people) else {
      throw ValidationError("--people \(people): allowed are 2 to 1000000")
    }
  }

  func run() async throws {
    let text = try await failing { try SandboxCity(people: people).release().source() }
    print(text, terminator: "")
  }
}
