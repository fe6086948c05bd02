import Foundation
import Testing

/// A small simulated city with a release, made once and copied for each test that needs it.
enum SmallCity {
  /// Id of the segment that covers the whole city.
  static let segment = "simcity_all"

  private static let prepared = Task { try await prepare() }

  /// A fresh copy of the store; the tests of one copy do not see those of another.
  static func copy() async throws -> String {
    let source = try await prepared.value
    let store = try folder().appending(path: "spots.db").path
    for suffix in ["", ".pepper"] {
      try FileManager.default.copyItem(atPath: source + suffix, toPath: store + suffix)
    }
    return store
  }

  /// A new folder for a store.
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spots-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func prepare() async throws -> String {
    let store = try folder().appending(path: "spots.db").path
    let made = try await ProgramRun.spots(
      "simulate", "--people", "3000", "--seed", "7", "--cells", "region", "--store", "sqlite:\(store)")
    try #require(made.status == 0, "spots simulate: \(made.errors)")
    let released = try await ProgramRun.spots("release", "--store", "sqlite:\(store)")
    try #require(released.status == 0, "spots release: \(released.errors)")
    return store
  }
}
