internal import CLinux

/// When freed memory goes back to the system: once much of what was open at once has ended.
///
/// The C library keeps pages that lie between blocks that live on. Ten thousand streams that have ended would otherwise
/// hold as much as ten thousand that are open.
public struct FreedMemory: Sendable {
  /// Fewest connections and calls that must have ended: giving back takes some milliseconds, in which other threads may
  /// wait for memory.
  public static let fewestEnded = 1_000

  private var most = 0

  /// Nothing was open yet.
  public init() {}

  /// Takes note of what is open, so that a peak between two looks is not missed.
  public mutating func note(open: Int) { most = max(most, open) }

  /// Whether so much has ended that memory should be given back: at least half of the most that was open since it was
  /// given back last.
  ///
  /// - Parameter open: connections and calls that are open now.
  public mutating func isWorthReturning(open: Int) -> Bool {
    note(open: open)
    guard most - open >= max(Self.fewestEnded, open) else { return false }
    most = open
    return true
  }

  /// Gives freed memory back; takes some milliseconds, and is not for the thread of a loop.
  public static func giveBack() { malloc_trim(0) }
}
