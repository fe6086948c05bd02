import Glibc
package import Population
package import Storage

/// A copy of a database that is ready to replace the one of a store.
///
/// Database and ledger come back: the ledger of the copy where nothing continues it, else the anchor's, which is longer.
/// The secret beside the store stays, and so do the anchors. Whom the store in its place has forgotten the copy forgets.
package struct Restoration: Sendable {
  /// What the copy would bring.
  package let plan: RestorationPlan
  /// Why the store in its place could not be opened; nil when it could, or none is there. What its ledger has more than its
  /// anchor is not known then.
  package let unreadable: String?
  /// Whether a store in its place tells who has been forgotten: the copy forgets them too. Where there is none, whoever
  /// was forgotten since the copy was made is as they were.
  package let knowsForgotten: Bool
  private let prepared: any StoreRestoration

  /// Settles the store in its place with its anchor, and makes the copy ready; changes neither database.
  ///
  /// - Throws: `StoreError`, also where a process has the store, and for a year that is closed in it; `Pepper.Unusable`
  ///   without the secret that the copy was made with.
  package init(
    of file: String, to location: StoreLocation, engine: StoreEngine, anchors: [String], clock: TimeSource
  ) async throws {
    let location = try location.followingLinks()
    let secret = Pepper.file(besideDatabase: location.path)
    guard access(secret, F_OK) == 0 else {
      throw Pepper.Unusable(description: "\(secret) is missing; put the file back from where the copy came from")
    }
    let replaced = try await Self.settle(location, engine: engine, anchors: anchors, clock: clock)
    unreadable = replaced.unreadable
    knowsForgotten = replaced.forgotten != nil
    let pepper = try Pepper(besideDatabase: location.path)
    prepared = try engine.prepareRestoration(
      RestorationRequest(
        file: file, location: location, anchorDirectories: anchors, pepper: (Pepper.version, pepper.checkValue),
        forgotten: replaced.forgotten ?? []),
      now: clock.now)
    plan = prepared.plan
  }

  /// Puts the copy in its place.
  package func carryOut() throws(StoreError) { try prepared.carryOut() }

  /// Leaves everything as it is.
  package func giveUp() { prepared.giveUp() }

  /// Has the anchor brought up to the store that is to be replaced; answers why that could not be opened, or whom it has
  /// forgotten.
  private static func settle(
    _ location: StoreLocation, engine: StoreEngine, anchors: [String], clock: TimeSource
  ) async throws -> (unreadable: String?, forgotten: [ForgottenPerson]?) {
    guard access(location.path, F_OK) == 0 else { return (nil, nil) }
    let opened: OpenedStore
    do {
      opened = try await OpenedStore(location, engine: engine, anchors: anchors, clock: clock)
    } catch let error as StoreError {
      switch error {
      case .corrupt, .selfCheckFailed, .olderSchema: return (error.description, nil)
      default: throw error
      }
    }
    let closure = opened.store.ledgerClosure
    let forgotten: [ForgottenPerson]
    do { forgotten = try await opened.store.forgottenPeople() } catch {
      await opened.close()
      throw error
    }
    await opened.close()
    guard let closure else { return (nil, forgotten) }
    throw StoreError.conflict(
      "in the store at \(location) \(closure.year) is closed: \(closure.reason). `spots ledger reopen` first, so that its "
        + "charges are in an anchor; or move the database away, if it is not the right one")
  }
}
