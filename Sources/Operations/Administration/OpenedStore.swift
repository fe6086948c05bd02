import Glibc
package import Population
package import Storage

/// A store that this process holds, with the secret beside it.
package struct OpenedStore: Sendable {
  /// There is no store at this place, and what asked for it is nothing that makes one.
  package struct Missing: Error, CustomStringConvertible {
    /// Where it was looked for.
    package let location: StoreLocation

    package var description: String {
      "there is no store at \(location); `spots init`, `spots import` or `spots simulate` makes one"
    }
  }

  /// The store.
  package let store: any Store
  /// The secret beside the database.
  package let pepper: Pepper
  /// Where the store is.
  package let location: StoreLocation

  /// Opens the store with its engine. Runs that a killed process left behind are abandoned; their charge stays spent.
  ///
  /// - Parameters:
  ///   - creates: whether a missing store is made, and its secret with it.
  ///   - limits: how it is read and written.
  ///   - anchors: directories that each keep a copy of the ledger's anchor; they must be there.
  /// - Throws: `Missing` for a store that is not there and not to be made, `StoreError`, also for a path so long that
  ///   no server could put its socket beside the store, or `Pepper.Unusable` when the secret is missing or of another
  ///   store.
  package init(
    _ location: StoreLocation, engine: StoreEngine, creates: Bool = false, limits: StoreLimits = StoreLimits(),
    anchors: [String] = [], clock: TimeSource
  ) async throws {
    let location = try location.followingLinks()
    try Self.checkSocketPath(of: location)
    for directory in anchors { try Self.checkAnchor(directory) }
    let configuration = StoreConfiguration(createsMissing: creates, limits: limits, anchorDirectories: anchors)
    do {
      store = try engine.open(location, configuration: configuration, now: clock.now)
    } catch StoreError.notFound {
      throw Missing(location: location)
    }
    self.location = location
    do {
      pepper = try await Self.pepper(of: store, besideDatabase: location.path, at: clock.now)
      _ = try await store.abandonOrphanedRuns(at: clock.now)
    } catch {
      try? await store.close()
      throw error
    }
  }

  private static func checkSocketPath(of location: StoreLocation) throws(StoreError) {
    let socket = socketPath(of: location)
    guard socket.utf8.count > longestSocketPath else { return }
    throw .invalidLocation(
      "\(location.path) has \(location.path.utf8.count) bytes; allowed are "
        + "\(longestSocketPath - socket.utf8.count + location.path.utf8.count), because the server's socket, "
        + "PATH.sock, must fit into a socket's address; give a shorter path, or one relative to the working directory")
  }

  private static func checkAnchor(_ directory: String) throws(StoreError) {
    var status = stat()
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .invalidLocation("--anchor \(directory) is no directory; make it first, on another disk than the database")
    }
  }

  /// The secret that the store was made with; a new one for a new store only.
  private static func pepper(of store: any Store, besideDatabase path: String, at now: Int64) async throws -> Pepper {
    let file = Pepper.file(besideDatabase: path)
    let isMissing = access(file, F_OK) != 0
    let pepper = try Pepper(besideDatabase: path)
    guard try await !store.checkPepper(version: Pepper.version, checkValue: pepper.checkValue, at: now) else {
      return pepper
    }
    if isMissing { unlink(file) }
    throw Pepper.Unusable(
      description: isMissing
        ? "\(file) is missing; put it back from where the database came from"
        : "\(file) is not the one this store was made with; put the right one back")
  }

  /// Closes the store; failures have been logged by the engine already.
  package func close() async {
    try? await store.close()
  }

  /// Longest path of a unix socket that the system takes, in bytes.
  private static let longestSocketPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  /// Where the admin socket of a store's server is.
  package static func socketPath(of location: StoreLocation) -> String { location.path + ".sock" }
}
