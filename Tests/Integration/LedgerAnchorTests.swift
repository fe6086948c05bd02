import Foundation
import Testing

/// What real programs make of a ledger whose database or anchor was changed behind their backs.
@Suite("the ledger's anchor", .timeLimit(.minutes(5)))
struct LedgerAnchorTests {
  /// A live store of one region that one release was charged in.
  private static func store() async throws -> String {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let made = try await spots("init --region town --tz UTC", store)
    try #require(made.status == 0, "\(made.errors)")
    try await release(store)
    return store
  }

  private static func spots(_ words: String, _ store: String) async throws -> ProgramRun {
    try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots"),
      words.split(separator: " ").map(String.init) + ["--store", "sqlite:\(store)"])
  }

  private static func release(_ store: String, _ options: String = "") async throws {
    let run = try await spots("release --force \(options)", store)
    try #require(run.status == 0, "\(run.errors)")
  }

  /// Nano-rho that are spent, as `spots budget` tells.
  private static func spent(_ store: String) async throws -> Int64 {
    let run = try await spots("budget", store)
    let words = run.output.split(separator: " ").map(String.init)
    return try #require(words.count > 2 ? Int64(words[2]) : nil, "\(run)")
  }

  private static func copy(_ file: String, to other: String) throws {
    try? FileManager.default.removeItem(atPath: other)
    try FileManager.default.copyItem(atPath: file, toPath: other)
  }

  @Test("a database that is put back to an earlier state takes what it lacks from the anchor and goes on from there")
  func earlierCopy() async throws {
    let store = try await Self.store()
    try Self.copy(store, to: store + ".copy")
    let before = try await Self.spent(store)
    try await Self.release(store)
    let after = try await Self.spent(store)
    #expect(after > before)
    try Self.copy(store + ".copy", to: store)
    let run = try await Self.spots("budget", store)
    #expect(run.output.contains(": \(after) of ") && run.errors.contains("they were taken from the anchor"), "\(run)")
    #expect(try await !Self.spots("budget", store).errors.contains("note:"))
    try await Self.release(store)
    #expect(try await Self.spent(store) > after)
  }

  @Test("without its anchor the year is closed: answers go on, releases do not, and an operator can open it")
  func deleted() async throws {
    let store = try await Self.store()
    let spent = try await Self.spent(store)
    try FileManager.default.removeItem(atPath: store + ".anchor")
    let year = Calendar(identifier: .gregorian).component(.year, from: Date())
    let refused = try await Self.spots("release --force", store)
    #expect(refused.status == 69)
    #expect(refused.errors.contains("\(year) is closed: \(store).anchor, the ledger's anchor, is missing"))
    #expect(refused.errors.contains("before \(year + 1)") && refused.errors.contains("`spots ledger reopen`"))
    let budget = try await Self.spots("budget", store)
    #expect(budget.output.contains(": \(spent) of ") && budget.output.contains("\nclosed: "), "\(budget.output)")
    #expect(budget.output.contains("; 0 daily runs left"))
    #expect(try await Self.spots("ledger reopen", store).status == 64)
    #expect(try await Self.spots("release --force", store).status == 69)
    let reopened = try await Self.spots("ledger reopen --yes", store)
    #expect(reopened.status == 0 && reopened.output.contains("\(year) is open again"), "\(reopened.errors)")
    #expect(try await Self.spots("ledger reopen --yes", store).status == 69)
    try await Self.release(store)
    #expect(try await Self.spent(store) > spent)
  }

  @Test("the anchors of two stores that changed places close both, and are right again once they are back")
  func swapped() async throws {
    let (first, second) = (try await Self.store(), try await Self.store())
    func swap() throws {
      try FileManager.default.moveItem(atPath: first + ".anchor", toPath: first + ".away")
      try FileManager.default.moveItem(atPath: second + ".anchor", toPath: first + ".anchor")
      try FileManager.default.moveItem(atPath: first + ".away", toPath: second + ".anchor")
    }
    try swap()
    for store in [first, second] {
      let run = try await Self.spots("release --force", store)
      #expect(
        run.status == 69 && run.errors.contains("\(store).anchor is the anchor of another store"), "\(run.errors)")
    }
    try swap()
    for store in [first, second] { try await Self.release(store) }
  }

  @Test("a copy in another directory stands in for a lost anchor, and a directory that cannot is refused at the start")
  func directory() async throws {
    let store = try await Self.store()
    let directory = try SmallCity.folder().path
    try Self.copy(store, to: store + ".copy")
    try await Self.release(store, "--anchor \(directory)")
    let spent = try await Self.spent(store)
    try Self.copy(store + ".copy", to: store)
    try FileManager.default.removeItem(atPath: store + ".anchor")
    try await Self.release(store, "--anchor \(directory)")
    let after = try await Self.spent(store)
    #expect(after > spent)
    let anchors = try [store + ".anchor", "\(directory)/spots.db.anchor"].map {
      try Data(contentsOf: URL(filePath: $0))
    }
    #expect(anchors[0] == anchors[1])
    let other = try await Self.store()
    let foreign = try await Self.spots("release --force --anchor \(directory)", other)
    #expect(foreign.status == 64 && foreign.errors.contains("is the anchor of another store; name another directory"))
    let missing = try await Self.spots("release --force --anchor \(directory)/none", store)
    #expect(missing.status == 64 && missing.errors.contains("is no directory; make it first"), "\(missing.errors)")
    #expect(try await Self.spent(store) == after)
  }

  @Test("releases that are killed at any moment leave database and anchor whole, and every charge that was made")
  func killed() async throws {
    let store = try await Self.store()
    var spent = try await Self.spent(store)
    for moment in 0..<12 {
      let process = Process()
      process.executableURL = ProgramRun.programs.appending(path: "spots")
      process.arguments = ["release", "--force", "--store", "sqlite:\(store)"]
      (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
      try process.run()
      try await Task.sleep(for: .milliseconds(20 + moment * 12))
      kill(process.processIdentifier, SIGKILL)
      while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
      let run = try await Self.spots("budget", store)
      #expect(!run.output.contains("closed") && !run.errors.contains("earlier copy"), "\(run)")
      let now = try await Self.spent(store)
      #expect(now >= spent)
      spent = now
    }
    try await Self.release(store)
  }

  @Test("a new store beside the ledger of one that is gone is not made unasked")
  func leftOver() async throws {
    let store = try await Self.store()
    try FileManager.default.removeItem(atPath: store)
    let run = try await Self.spots("init --region town --tz UTC", store)
    #expect(
      run.status == 64 && run.errors.contains("is the privacy ledger of a store that is not there"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: store))
    try FileManager.default.removeItem(atPath: store + ".anchor")
    #expect(try await Self.spots("init --region town --tz UTC", store).status == 0)
  }

  /// Whether a file system of its own can be made here.
  private static let canMount = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments = ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(
    "on a disk that is full, or too full for what is drawn, or has no room for a copy of the anchor, nothing is charged",
    .enabled(if: canMount))
  func fullDisk() async throws {
    let folder = try SmallCity.folder().path
    let script = """
      set -e
      cd "$0"; mkdir disk
      mount -t tmpfs -o size=4m none disk
      "$1" init --region town --tz UTC --store sqlite:disk/a.db
      "$1" init --region town --tz UTC --store sqlite:b.db
      for release in "disk/a.db" "b.db --anchor disk"; do
        cat /dev/zero >> disk/filler 2>/dev/null || true
        "$1" release --store sqlite:$release 2>&1 && exit 9
        echo "refused $?"
      done
      truncate -s -400K disk/filler
      "$1" release --store sqlite:disk/a.db 2>&1 && exit 9
      echo "refused $?"
      rm disk/filler
      for store in disk/a.db b.db; do "$1" budget --store sqlite:$store; done
      "$1" release --store sqlite:disk/a.db; "$1" release --store sqlite:b.db --anchor disk
      """
    let run = try await ProgramRun.run(
      URL(filePath: "/usr/bin/unshare"),
      ["-rm", "/bin/bash", "-c", script, folder, ProgramRun.programs.appending(path: "spots").path])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.components(separatedBy: "refused 74").count == 4, "\(run.output)\(run.errors)")
    #expect(run.output.components(separatedBy: ": 0 of ").count == 3, "\(run.output)")
  }

  @Test("a bound over all years is lowered, never raised, stands in statement and budget, and ends releases for good")
  func lifetime() async throws {
    let store = try await Self.store()
    let spent = try await Self.spent(store)
    #expect(try await Self.spots("ledger limit --lifetime-rho 2", store).status == 64)
    #expect(try await Self.spots("ledger limit --lifetime-rho 2 --yes", store).status == 0)
    let raised = try await Self.spots("ledger limit --lifetime-rho 2.5 --yes", store)
    #expect(raised.status == 69 && raised.errors.contains("it is never raised"), "\(raised.errors)")
    let low = try await Self.spots("ledger limit --lifetime-rho 0.000000001 --yes", store)
    #expect(low.status == 69 && low.errors.contains("\(spent), which are spent"), "\(low.errors)")
    let statement = try await ProgramRun.spots("privacy", "statement", "--store", "sqlite:\(store)")
    #expect(statement.output.contains("2000000000 nano-rho over all years, then nothing more is released"))
    #expect(statement.output.contains("3 years: rho 2.000"), "\(statement.output)")
    #expect(try await Self.spots("ledger limit --lifetime-rho \(Double(spent + 5) / 1e9) --yes", store).status == 0)
    let refused = try await Self.spots("release --force", store)
    #expect(refused.status == 69 && refused.errors.contains("releases have come to their end"), "\(refused.errors)")
    let budget = try await Self.spots("budget", store)
    #expect(budget.output.contains("all years: \(spent) of \(spent + 5) nano-rho spent"), "\(budget.output)")
    #expect(budget.output.contains("; 0 daily runs left"))
  }
}
