import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Operations
import Population

struct KeysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Makes, lists and revokes partner keys.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a key and prints it, once and alone.",
      discussion: """
        To try things out, make one with --env test: it needs no data. Every call answers from a small simulated release of \
        San Francisco, nothing is counted or stored, and segments named error_REASON, such as error_rate_limited, raise each \
        error there is.
        """)
    @OptionGroup var store: StoreArguments
    @Option(help: "The partner, 3 to 32 of a-z and 0-9.")
    var partner: String
    @Option(
      name: [.customLong("env"), .customLong("plan")],
      help: "poc (20/s, 100/min, 10,000/day), prod, or test (the sandbox).")
    var environment = "poc"
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
      name: [.customLong("allow"), .customLong("addresses")],
      help: ArgumentHelp(
        "Where it may be used from, apart by commas.",
        discussion: """
          Addresses and ranges such as 203.0.113.0/24 or 2001:db8::/32; by default everywhere. The server's unix socket is \
          its owner's and not bound by it.
          """, valueName: "a,b"))
    var addresses: String?
    @Option(
      help: ArgumentHelp(
        "When it ends: after 90d or 12h, or at 2027-01-31, which is when that day begins in UTC.",
        discussion: "By default never.", valueName: "when"))
    var expires: String?
    @Option(
      help: ArgumentHelp(
        "How often it may be used, such as burst=50,minute=1000,day=100000.",
        discussion: "In any second, 60 seconds and 24 hours; what is left out is as the environment has it.",
        valueName: "limits"))
    var limits: String?

    func validate() throws {
      if let expires { _ = try KeyOptions.end(expires, from: wallClock.now) }
      if let limits { _ = try KeyOptions.limits(limits) }
    }

    func run() async throws {
      var request = CreateKeyRequest()
      request.scopes = scopes.split(separator: ",").map(String.init)
      // A list that is empty, as a variable that is not set, must not mean everywhere.
      request.allowedAddresses =
        addresses?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
      request.partner = partner
      request.plan = environment
      request.namespace = namespace
      request.expiresAt = try expires.map { try KeyOptions.end($0, from: wallClock.now) }
      request.limits = try limits.map(KeyOptions.limits)
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
      let now = wallClock.now
      var table = TextColumns()
      for key in response.keys {
        table.add(
          key.keyID, "…\(key.lastFour)", key.plan, key.partner, key.namespace, KeyOptions.state(of: key, at: now),
          KeyOptions.bounds(of: key))
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
