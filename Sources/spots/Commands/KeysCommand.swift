import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Operations

struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Makes, lists and revokes partner keys.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes a key and prints it, once and alone.")
    @OptionGroup var store: StoreArguments
    @Option(help: "The partner, 3 to 32 of a-z and 0-9.")
    var partner: String
    @Option(help: "poc (20/s, 100/min, 10,000/day) or prod.")
    var plan = "poc"
    @Option(
      help: ArgumentHelp(
        "Whose names the subjects of its calls are.",
        discussion:
          "By default the partner's own customers; spots makes a first-party key that records people of SPOTS."))
    var namespace = ""
    @Option(
      help: ArgumentHelp(
        "What it may do, apart by commas.",
        discussion: "By default the three read scopes, ingest:write and experiments:write.", valueName: "a,b"))
    var scopes = ""
    @Option(
      help: ArgumentHelp(
        "Where it may be used from, apart by commas.",
        discussion: "Addresses and ranges such as 10.0.0.0/8; by default everywhere.", valueName: "a,b"))
    var addresses = ""

    func run() async throws {
      var request = CreateKeyRequest()
      request.scopes = scopes.split(separator: ",").map(String.init)
      request.allowedAddresses = addresses.split(separator: ",").map(String.init)
      request.partner = partner
      request.plan = plan
      request.namespace = namespace
      let asked = request
      let response = try await failing {
        try await store.withAdmin(direct: { try await $0.createKey(asked) }, server: { try await $0.createKey(asked) })
      }
      print(response.key)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists keys, never their secrets.")
    @OptionGroup var store: StoreArguments

    func run() async throws {
      let response = try await failing {
        try await store.withAdmin(
          direct: { try await $0.listKeys(ListKeysRequest()) }, server: { try await $0.listKeys(ListKeysRequest()) })
      }
      var table = TextColumns()
      for key in response.keys {
        let state = key.revokedAt == nil ? "valid" : "revoked"
        table.add(key.keyID, "…\(key.lastFour)", key.plan, key.partner, key.namespace, state)
      }
      table.lines.forEach { print($0) }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Revokes a key; effective within a second.")
    @OptionGroup var store: StoreArguments
    @Argument(help: "Id of the key, as `spots keys list` shows it.")
    var keyID: String

    func run() async throws {
      var request = RevokeKeyRequest()
      request.keyID = keyID
      let asked = request
      let response = try await failing {
        try await store.withAdmin(direct: { try await $0.revokeKey(asked) }, server: { try await $0.revokeKey(asked) })
      }
      print("revoked \(response.key?.keyID ?? keyID)")
    }
  }
}
