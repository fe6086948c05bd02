/// Remembers for a short time which keys failed, at most so many; the oldest makes room. A value; its owner locks it.
struct NegativeMemory<Reason> {
  private let bound: Int
  private let lifetime: Int64
  private var reasons: [String: (reason: Reason, until: Int64)] = [:]
  private var order: [String] = []

  /// An empty memory; `lifetime` in µs.
  init(bound: Int, lifetime: Int64) {
    self.bound = bound
    self.lifetime = lifetime
  }

  /// Keys remembered.
  var count: Int { reasons.count }

  /// Why the key failed, when that is still remembered.
  func reason(of key: String, now: Int64) -> Reason? {
    guard let found = reasons[key], now < found.until else { return nil }
    return found.reason
  }

  /// Remembers a failure from now on.
  mutating func remember(_ key: String, _ reason: Reason, now: Int64) {
    if reasons.updateValue((reason, now + lifetime), forKey: key) == nil { order.append(key) }
    while reasons.count > bound { reasons[order.removeFirst()] = nil }
  }

  /// Forgets a key that has succeeded since.
  mutating func forget(_ key: String) {
    guard reasons.removeValue(forKey: key) != nil else { return }
    order.removeAll { $0 == key }
  }
}
