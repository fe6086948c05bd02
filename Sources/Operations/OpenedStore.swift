package import Population
package import Storage

/// A store that this process holds, with the secret beside it.
package struct OpenedStore: Sendable {
  /// The store.
  package let store: any Store
  /// The secret beside the database.
  package let pepper: Pepper
  /// Where the store is.
  package let location: StoreLocation

  /// Opens the store with its engine. Runs that a killed process left behind are abandoned; their charge stays spent.
  ///
  /// - Parameter creates: whether a missing store is made, and its secret with it.
  /// - Throws: `StoreError`, or `Pepper.Unusable` when the secret is missing or of another store.
  package init(
    _ location: StoreLocation, engine: StoreEngine, creates: Bool = false, clock: TimeSource
  ) async throws {
    var configuration = StoreConfiguration.defaults
    configuration.createsMissing = creates
    store = try engine.open(location, configuration: configuration, now: clock.now)
    self.location = location
    do {
      pepper = try Pepper(besideDatabase: location.path)
      guard
        try await store.checkPepper(
          version: Pepper.version, checkValue: pepper.checkValue, at: clock.now)
      else {
        throw Pepper.Unusable(
          description: "\(location.path).pepper is not the one this store was made with; put the right one back")
      }
      _ = try await store.abandonOrphanedRuns(at: clock.now)
    } catch {
      try? await store.close()
      throw error
    }
  }

  /// Closes the store; failures have been logged by the engine already.
  package func close() async {
    try? await store.close()
  }

  /// Where the admin socket of a store's server is.
  package static func socketPath(of location: StoreLocation) -> String { location.path + ".sock" }
}
