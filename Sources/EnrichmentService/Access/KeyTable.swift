import Cryptography
package import Operations
package import Storage
import Synchronization

/// The keys of a store in memory, so that verifying one touches no database.
///
/// A copy is at most one second old: `refresh()` is called twice a second, and after every change made here.
package final class KeyTable: Sendable {
  private struct Record: Sendable {
    let hmac: [UInt8]
    let identity: Identity
    let expiresAt: Int64?
    let isRevoked: Bool
  }

  private let records = Mutex<[String: Record]>([:])
  private let lastStamp = Atomic<Int64>(-1)
  private let keys: any KeyStore
  private let pepper: Pepper
  private let environment: String?
  private let limits: KeyLimits

  /// A table without keys; call `refresh()` before the first use.
  ///
  /// - Parameters:
  ///   - environment: poc, prod or test; only its keys are accepted. nil accepts all.
  ///   - limits: the plans of the environments.
  package init(keys: any KeyStore, pepper: Pepper, environment: String?, limits: KeyLimits = KeyLimits()) {
    self.keys = keys
    self.pepper = pepper
    self.environment = environment
    self.limits = limits
  }

  /// Reads all keys of the store when one has changed since they were last read.
  package func refresh() async throws(StoreError) {
    let stamp = try await keys.keysStamp()
    guard stamp != lastStamp.load(ordering: .acquiring) else { return }
    var fresh: [String: Record] = [:]
    for key in try await keys.keys() {
      guard let plan = limits.plan(named: key.environment) else { continue }
      let identity = Identity(
        keyID: key.keyID, partner: key.partner, namespace: key.subjects, plan: plan.limited(by: key.quota),
        scopes: Self.scopes(of: key), addresses: key.allowedAddresses.compactMap(AddressRange.init),
        isSandboxed: Self.isSandboxed(key))
      // A range that cannot be read must not open the key to everybody.
      guard identity.addresses.count == key.allowedAddresses.count else { continue }
      fresh[key.keyID] = Record(
        hmac: key.hmac, identity: identity, expiresAt: key.expiresAt, isRevoked: key.revokedAt != nil)
    }
    let table = fresh
    records.withLock { $0 = table }
    lastStamp.store(stamp, ordering: .releasing)
  }

  private static func isSandboxed(_ key: StoredKey) -> Bool { KeyEnvironment(rawValue: key.environment) == .test }

  /// What a key may do: in the sandbox never more than that has, whatever is stored.
  private static func scopes(of key: StoredKey) -> ScopeSet {
    let scopes = ScopeSet(key.scopes.compactMap(Scope.init(rawValue:)))
    return isSandboxed(key) ? scopes.intersection(ScopeSet(Scope.ofSandbox)) : scopes
  }

  /// Who shows this key, or nil: unknown, wrong, revoked, expired and of another environment are one answer, and
  /// take the same path.
  ///
  /// - Parameter now: microseconds since 1970 UTC.
  package func identity(showing text: String, at now: Int64) -> Identity? {
    let shown = Array(text.utf8)
    guard shown.count <= APIKey.longest, let mac = pepper.mac(of: shown) else { return nil }
    let record = records.withLock { $0[Self.keyID(of: shown)] }
    let matches = ConstantTime.areEqual(mac, record?.hmac ?? [UInt8](repeating: 0, count: mac.count))
    guard let record, matches, !record.isRevoked, now < record.expiresAt ?? .max else { return nil }
    guard environment == nil || environment == record.identity.plan.name else { return nil }
    return record.identity
  }

  /// Whether a key that was accepted still is.
  ///
  /// - Parameter now: microseconds since 1970 UTC.
  package func isValid(_ keyID: String, at now: Int64) -> Bool {
    guard let record = records.withLock({ $0[keyID] }) else { return false }
    return !record.isRevoked && now < record.expiresAt ?? .max
  }

  /// The id within a key: the twelve bytes after the last underscore. Anything else names no record; the hash of the
  /// whole text decides, so nothing more is read of it here.
  private static func keyID(of key: [UInt8]) -> String {
    guard let underscore = key.lastIndex(of: UInt8(ascii: "_")) else { return "" }
    return String(decoding: key[(underscore + 1)...].prefix(12), as: UTF8.self)
  }
}
