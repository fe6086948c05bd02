import Synchronization

/// A knot with what is needed to compare it.
package struct KnotPortrait: Sendable, Hashable {
  /// The invariants.
  package let invariants: KnotInvariants
  /// The polynomials on the unit circle.
  package let spectrum: KnotSpectrum

  /// Computes the invariants and the spectrum of the closure of a word.
  /// - Throws: As `KnotInvariants.init(of:)`.
  package init(of word: BraidWord) throws(KnotError) {
    invariants = try KnotInvariants(of: word)
    spectrum = KnotSpectrum(of: invariants)
  }
}

/// The knots already computed, by trait levels; shared between threads.
///
/// Bounded: beyond `capacity` the oldest entry gives way. A portrait takes about 3 kB. A knot is computed outside the
/// lock, so two threads may compute the same one; both get the same value.
package final class KnotCache: Sendable {
  /// Most entries kept.
  package let capacity: Int
  private let state = Mutex(State())

  private struct State {
    var portraits: [UInt32: KnotPortrait] = [:]
    var order: [UInt32] = []
    var oldest = 0
  }

  /// An empty cache.
  /// - Parameter capacity: Most entries, at least 1; by default 4,096, about 12 MB when full.
  package init(capacity: Int = 4096) { self.capacity = max(1, capacity) }

  /// Number of entries.
  package var count: Int { state.withLock { $0.portraits.count } }

  /// The portrait of a profile at one layer, computed when absent.
  /// - Throws: `KnotError.identity` if the computation contradicts itself; the words drawn here are always knots.
  package func portrait(of traits: TraitLevels) throws(KnotError) -> KnotPortrait {
    if let known = state.withLock({ $0.portraits[traits.key] }) { return known }
    return try drawn(traits)
  }

  /// The portraits of several layers, in order.
  /// - Throws: As `portrait(of:)`.
  package func portraits(of layers: [TraitLevels]) throws(KnotError) -> [KnotPortrait] {
    let known = state.withLock { state in layers.map { state.portraits[$0.key] } }
    var portraits: [KnotPortrait] = []
    portraits.reserveCapacity(layers.count)
    for (traits, portrait) in zip(layers, known) {
      // Neighbouring layers often are the same knot.
      if let portrait {
        portraits.append(portrait)
      } else {
        portraits.append(try self.portrait(of: traits))
      }
    }
    return portraits
  }

  private func drawn(_ traits: TraitLevels) throws(KnotError) -> KnotPortrait {
    let portrait = try KnotPortrait(of: PersonalityBraid.word(for: traits))
    store(portrait, under: traits.key)
    return portrait
  }

  private func store(_ portrait: KnotPortrait, under key: UInt32) {
    state.withLock { state in
      guard state.portraits.updateValue(portrait, forKey: key) == nil else { return }
      if state.order.count < capacity {
        state.order.append(key)
      } else {
        state.portraits[state.order[state.oldest]] = nil
        state.order[state.oldest] = key
        state.oldest = (state.oldest + 1) % capacity
      }
    }
  }
}
