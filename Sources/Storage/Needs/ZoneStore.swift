package import Population

/// The public maps of regions: zones, items and the places of zones. A delivery brings one along, see `BulkLoading`.
package protocol ZoneStore: Sendable {
  /// The map that is registered for a region; `nil` for one without zones. Throws `notFound` for a region that is not
  /// stored, `corrupt` for rows that are no map.
  func registeredMap(of region: String) async throws(StoreError) -> RegisteredMap?
  /// Registers the map of a region in place of the one there is, and its places as public ones. What was released keeps
  /// the map that it was drawn for. Throws `notFound` for a region that is not stored, `invalidValue` for an id that is
  /// not 1 to 256 bytes long.
  func registerMap(_ map: RegisteredMap, of region: String, at now: Int64) async throws(StoreError)
}
