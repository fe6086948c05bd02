import Foundation
import Testing

/// How an operator makes a store and finds out that there is none.
@Suite("stores on the command line", .timeLimit(.minutes(5)))
struct StoreCommandTests {
  private func spots(_ words: String, store: String) async throws -> ProgramRun {
    let arguments = words.split(separator: " ").map(String.init) + ["--store", "sqlite:\(store)"]
    return try await ProgramRun.run(ProgramRun.programs.appending(path: "spots"), arguments)
  }

  /// Names of the files beside a store.
  private func files(beside store: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: URL(filePath: store).deletingLastPathComponent().path)
  }

  @Test(
    "a command on a store that is not there makes none, and says what does",
    arguments: [
      "release", "budget", "schedule", "keys create --partner acme", "keys list", "keys revoke 0123456789ab",
    ])
  func missing(command: String) async throws {
    let store = try SmallCity.folder().appending(path: "mistyped.db").path
    let run = try await spots(command, store: store)
    #expect(run.status == 78 && run.output.isEmpty)
    #expect(
      run.errors
        == "spots: there is no store at sqlite:\(store); `spots init`, `spots import` or `spots simulate` makes one\n")
    #expect(try files(beside: store) == [])
  }

  @Test("a server on a store that is not there ends at once with one line that says so")
  func serverWithoutStore() async throws {
    let store = try SmallCity.folder().appending(path: "mistyped.db").path
    let run = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spotsd"),
      [
        "--listen", "127.0.0.1:0", "--cert", "certs/server.pem", "--key", "certs/server.key", "--store",
        "sqlite:\(store)",
      ])
    #expect(run.status == 78 && run.output.isEmpty)
    #expect(run.errors.hasPrefix("spotsd: there is no store at sqlite:\(store); `spots init`"))
    #expect(try files(beside: store) == [])
  }

  @Test("`spots init` makes a store with a live region, and adds further ones to it")
  func initialise() async throws {
    let store = try SmallCity.folder().appending(path: "new/spots.db").path
    let made = try await spots("init --region town --tz Asia/Jakarta", store: store)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "added region town (Asia/Jakarta) to sqlite:\(store); its rows are kept for 180 days\n")
    let second = try await spots("init --region coast --tz UTC --cells cluster --history-days 30", store: store)
    #expect(second.status == 0 && second.output.contains("rows are kept for 30 days"), "\(second.errors)")
    let released = try await spots("release", store: store)
    #expect(released.status == 0 && released.output.contains("8 cells, 0 of 9 segments"), "\(released.output)")
    let lines = released.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[1].hasPrefix("  region coast: ") && lines[2].hasPrefix("  region town: "))
    #expect(lines.dropFirst().allSatisfy { $0.contains("segments can be answered, cut-off 20") }, "\(released.output)")
    // A term begins in none of them, and a third one is new.
    #expect(try await spots("init --region island --tz UTC", store: store).status == 0)
    let later = try await spots("release", store: store)
    #expect(later.status == 0, "\(later.errors)")
    for region in ["coast", "town"] {
      #expect(later.output.contains("\n  region \(region) is left out: no segment is admitted"), "\(later.output)")
    }
  }

  @Test("`spots init` of a region that is there changes nothing and says so")
  func initialiseTwice() async throws {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    #expect(try await spots("init --region town --tz UTC", store: store).status == 0)
    for cells in ["region", "cluster"] {
      let again = try await spots("init --region town --tz UTC --cells \(cells)", store: store)
      #expect(again.status == 64)
      #expect(again.errors == "spots: the store has a region town already; choose another name for a new one\n")
    }
  }

  @Test(
    "what `spots init` cannot use is refused with what is allowed, and no store is made",
    arguments: [
      ("init --region Town! --tz UTC", "a-z, 0-9"), ("init --region town --tz Mars/Olympus", "such as Asia/Jakarta"),
      ("init --region town --tz UTC --history-days 0", "1 to 3650"), ("init --tz UTC", "--region"),
      (
        "init --region town --tz UTC --sources visits,moon", "allowed are visits and some of visits, dwell, coordinates"
      ),
      ("init --region town --tz UTC --sources dwell", "allowed are visits and some of"),
      ("init --region town --tz UTC --cells street", "age_cluster"),
    ])
  func refused(command: String, allowed: String) async throws {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let run = try await spots(command, store: store)
    #expect([64, 65].contains(run.status) && run.errors.contains(allowed), "\(run.errors)")
    #expect(try files(beside: store) == [])
  }

  @Test("keys of SPOTS and of partners are listed in columns with whose people they name; nobody names a partner's")
  func keys() async throws {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    #expect(try await spots("init --region town --tz UTC", store: store).status == 0)
    #expect(try await spots("keys create --partner spotsapp --namespace spots", store: store).status == 0)
    #expect(try await spots("keys create --partner acme --plan prod", store: store).status == 0)
    let rows = try await spots("keys list", store: store).output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    #expect(
      Set(rows.map { $0.dropFirst(2).joined(separator: " ") })
        == ["poc spotsapp spots valid", "prod acme partner:acme valid"])
    let foreign = try await spots("keys create --partner acme --namespace partner:other", store: store)
    #expect(foreign.status == 64 && foreign.errors.contains("namespace is \"partner:other\"; allowed"))
    #expect(try await spots("keys revoke \(rows[0][0])", store: store).status == 0)
    #expect(try await spots("keys list", store: store).output.contains("revoked"))
  }

  @Test(
    "a store that is held by something else than a server ends a command with 75 and who holds it",
    arguments: ["budget", "release", "keys list", "init --region town --tz UTC"])
  func held(command: String) async throws {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    #expect(try await spots("init --region coast --tz UTC", store: store).status == 0)
    let lock = open(store + ".lock", O_RDWR)
    defer { close(lock) }
    try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let run = try await spots(command, store: store)
    #expect(run.status == 75 && run.errors.contains("is in use by another process"), "\(run.errors)")
    // What a server that was killed leaves behind.
    _ = FileManager.default.createFile(atPath: store + ".sock", contents: nil)
    #expect(try await spots(command, store: store).status == 75)
  }

  @Test("a refusal ends with the same code with a server and without one")
  func sameCodes() async throws {
    let store = try await SmallCity.copy()
    let commands = ["release --policy nobody", "keys revoke 0123456789ab", "keys create --partner A"]
    var alone: [Int32] = []
    for command in commands { alone.append(try await spots(command, store: store).status) }
    #expect(alone == [64, 65, 64])
    let server = try await RunningServer(store: store)
    for (command, status) in zip(commands, alone) {
      let run = try await spots(command, store: store)
      #expect(run.status == status && !run.errors.contains("_"), "\(run.errors)")
    }
    #expect(server.isRunning)
  }
}
