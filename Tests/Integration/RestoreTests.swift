import Foundation
import Testing

/// How a copy of a database comes back, and what the ledger makes of it.
@Suite("`spots restore`", .timeLimit(.minutes(5)))
struct RestoreTests {
  private static func spots(_ words: String, _ store: String) async throws -> ProgramRun {
    try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots"),
      words.split(separator: " ").map(String.init) + ["--store", "sqlite:\(store)"])
  }

  /// A live store that two releases were charged in, with a copy from between the two.
  private static func store() async throws -> (store: String, copy: String, spent: String) {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    #expect(try await spots("init --region town --tz UTC", store).status == 0)
    #expect(try await spots("release --force", store).status == 0)
    let copy = try SmallCity.folder().appending(path: "copy.db").path
    try FileManager.default.copyItem(atPath: store, toPath: copy)
    #expect(try await spots("release --force", store).status == 0)
    return (store, copy, try await spots("budget", store).output)
  }

  @Test("brings the database back and keeps every charge, after it has said so and was told to go on")
  func restores() async throws {
    let (store, copy, spent) = try await Self.store()
    #expect(try await Self.spots("keys create --partner acme", store).status == 0)
    let asked = try await Self.spots("restore --from \(copy)", store)
    #expect(asked.status == 64 && asked.errors.contains("goes on after epoch 2: nothing that was spent comes back"))
    #expect(asked.errors.contains("Keys that were revoked since are valid again"), "\(asked.errors)")
    #expect(asked.errors.contains("are forgotten in it too: 0."), "\(asked.errors)")
    #expect(try await Self.spots("keys list", store).output.contains("acme"))
    let restored = try await Self.spots("restore --from \(copy) --yes", store)
    #expect(restored.status == 0 && restored.output.contains("nano-rho are spent in all years"), "\(restored.errors)")
    #expect(try await Self.spots("budget", store).output == spent)
    #expect(try await !Self.spots("keys list", store).output.contains("acme"))
    #expect(try await Self.spots("release --force", store).status == 0)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: URL(filePath: store).deletingLastPathComponent().path)
    #expect(!names.contains { $0.contains("restoring") }, "\(names)")
  }

  @Test("brings back a store whose database is gone or unreadable; without an anchor the year is then closed")
  func lost() async throws {
    let (store, copy, spent) = try await Self.store()
    try Data("no database".utf8).write(to: URL(filePath: store))
    try FileManager.default.removeItem(atPath: store)
    let blind = try await Self.spots("restore --from \(copy) --yes", store)
    #expect(blind.status == 0 && blind.errors.contains("no store in its place that tells who was forgotten"))
    #expect(try await Self.spots("budget", store).output == spent)
    for file in [store, store + ".anchor"] { try FileManager.default.removeItem(atPath: file) }
    let restored = try await Self.spots("restore --from \(copy) --yes", store)
    #expect(
      restored.status == 0 && restored.errors.contains("The accounting year will be closed"), "\(restored.errors)")
    #expect(try await Self.spots("release --force", store).status == 69)
    let closed = try await Self.spots("restore --from \(copy) --yes", store)
    #expect(closed.status == 65 && closed.errors.contains("`spots ledger reopen` first"), "\(closed.errors)")
  }

  @Test("refuses what is no copy of this store, and a store that is served, and changes nothing")
  func refused() async throws {
    let (store, copy, spent) = try await Self.store()
    let other = try await Self.store()
    let foreign = try await Self.spots("restore --from \(other.store) --yes", store)
    #expect(foreign.status == 65 && foreign.errors.contains("was made with another secret"), "\(foreign.errors)")
    let itself = try await Self.spots("restore --from \(store) --yes", store)
    #expect(itself.status == 64 && itself.errors.contains("is the store itself"), "\(itself.errors)")
    let missing = try await Self.spots("restore --from \(copy).none --yes", store)
    #expect(missing.status == 65 && missing.errors.contains("does not exist"), "\(missing.errors)")
    var bytes = try Data(contentsOf: URL(filePath: copy))
    for place in stride(from: 5_000, to: bytes.count, by: 7) { bytes[place] ^= 0x5A }
    try bytes.write(to: URL(filePath: copy + ".broken"))
    let broken = try await Self.spots("restore --from \(copy).broken --yes", store)
    #expect(broken.status != 0 && !broken.errors.isEmpty)
    try FileManager.default.moveItem(atPath: store + ".pepper", toPath: store + ".away")
    let secretless = try await Self.spots("restore --from \(copy) --yes", store)
    #expect(secretless.status == 65 && secretless.errors.contains("put the file back"), "\(secretless.errors)")
    try FileManager.default.moveItem(atPath: store + ".away", toPath: store + ".pepper")
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    #expect(try await Self.spots("restore --from \(copy) --yes", store).status == 75)
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    #expect(try await Self.spots("budget", store).output == spent)
  }

  @Test("does not bring people back who were forgotten after the copy was made")
  func forgotten() async throws {
    let (store, copy, _) = try await Self.store()
    func serving(_ work: (RunningServer, String) async throws -> Void) async throws {
      let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
      try await work(server, try await server.makeKey(namespace: "spots", scopes: "consent:write"))
      server.terminate()
      #expect(try await server.waitForExit() == 0)
    }
    func person(_ words: String..., of server: RunningServer, _ key: String) async throws -> ProgramRun {
      try await ProgramRun.run(
        ProgramRun.programs.appending(path: "spots"), ["person"] + words + ["--endpoint", server.endpoint],
        environment: ["SPOTS_KEY": key])
    }
    try await serving { (server, key) async throws in
      for subject in ["ann", "bob"] {
        let put = try await person("put", subject, "--region", "town", of: server, key)
        #expect(put.status == 0, "\(put.errors)")
      }
    }
    try FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: store, toPath: copy)
    try await serving { (server, key) async throws in
      #expect(try await person("forget", "ann", of: server, key).output.contains(": done"))
    }
    let restored = try await Self.spots("restore --from \(copy) --yes", store)
    #expect(restored.status == 0 && restored.errors.contains("are forgotten in it too: 1."), "\(restored.errors)")
    try await serving { (server, key) async throws in
      #expect(try await person("export", "ann", of: server, key).output.contains("You asked to be forgotten"))
      #expect(try await person("export", "bob", of: server, key).output.contains("registered in region town"))
    }
  }
}
