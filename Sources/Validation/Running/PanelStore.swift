import EnrichmentClient
import Foundation

/// A store into which a panel has been imported, and which nothing has been released from. Each release is drawn from
/// a copy of its own: it begins a ledger of its own, and its noise is its own.
struct PanelStore: Sendable {
  private let folder: URL
  private let key: String
  private let programs: ChildPrograms
  private let plan: ValidationPlan

  /// Imports a panel's folder and makes a key.
  ///
  /// - Parameter folder: a folder that is there and holds the panel's, named `panel`.
  /// - Throws: `ChildPrograms.Failure`.
  init(importing folder: URL, _ programs: ChildPrograms, _ plan: ValidationPlan) async throws {
    (self.folder, self.programs, self.plan) = (folder, programs, plan)
    let imported = folder.appending(path: "imported")
    try FileManager.default.createDirectory(at: imported, withIntermediateDirectories: true)
    _ = try await programs.spots(
      ["import", "folder", folder.appending(path: "panel").path, "--consent", "all", "--store", Self.store],
      in: imported)
    let made = try await programs.spots(
      ["keys", "create", "--partner", "validation", "--plan", "prod", "--store", Self.store], in: imported)
    key = made.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Draws a release from a copy, serves it, does `work` with it, and removes the copy.
  ///
  /// - Throws: `ChildPrograms.Failure`; what `work` throws.
  func serving<Answer: Sendable>(
    _ policy: String, _ work: @Sendable (PartnerClient) async throws -> Answer
  ) async throws -> Answer {
    let copy = folder.appending(path: "draw-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: copy) }
    try FileManager.default.copyItem(at: folder.appending(path: "imported"), to: copy)
    // Forced: a panel too small for any zone is an answer here, and is measured like any other.
    _ = try await programs.spots(["release", "--policy", policy, "--force", "--store", Self.store], in: copy)
    let service = try await programs.serve(
      [
        "--listen", "127.0.0.1:0", "--cert", plan.tls.certificate, "--key", plan.tls.key, "--store", Self.store,
        "--loops",
        "1", "--release-schedule", "off",
      ], in: copy)
    do {
      let client = try PartnerClient(endpoint: service.endpoint, key: key, ca: plan.tls.authority)
      let answer = try await work(client)
      await service.stop()
      return answer
    } catch {
      await service.stop()
      throw error
    }
  }

  /// Relative to the folder of each: the path of a server's socket must be short.
  private static let store = "sqlite:spots.db"
}
