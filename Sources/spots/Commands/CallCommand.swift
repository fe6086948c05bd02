import ArgumentParser
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import WireFormat

struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Calls a method of the enrichment service with JSON and prints JSON.",
    discussion: """
      Without JSON the request is read from standard input; a method that takes a stream reads one message a line.
      Example: spots call GetRealWorldBehavior '{"user_segment":{"segment_id":"simcity_all"}}'
      """)
  @OptionGroup var server: ServerArguments
  @Argument(help: "One of \(EnrichmentMethod.allCases.map(\.name).joined(separator: ", ")).")
  var method: String
  @Argument(help: "The request; several for a method that takes a stream.")
  var json: [String] = []

  func run() async throws {
    guard let called = EnrichmentMethod.named(method) else {
      throw ValidationError(
        "no method \"\(method)\"; allowed: \(EnrichmentMethod.allCases.map(\.name).joined(separator: ", "))")
    }
    let requests = json.isEmpty ? standardInput(lines: called.takesStream) : json
    let client = try server.client()
    try await failing { try await send(requests, to: called, client) }
  }

  private func send(_ requests: [String], to called: EnrichmentMethod, _ client: PartnerClient) async throws {
    do {
      try await called.call(client, requests: requests) { print($0) }
    } catch let error as JSONDecodingError {
      throw ValidationError("the request is not valid: \(error)")
    }
  }

  private func standardInput(lines: Bool) -> [String] {
    var input: [String] = []
    while let line = readLine(strippingNewline: true) {
      if !lines || !line.isEmpty { input.append(line) }
    }
    return lines ? input : [input.joined(separator: "\n")]
  }
}
