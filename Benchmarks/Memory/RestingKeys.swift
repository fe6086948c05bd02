import CLinux
import EnrichmentService

/// What the server keeps of keys that have called today and rest now.
enum RestingKeys {
  /// Bytes that a resting key may cost.
  static let bound = 100

  /// Bytes for each of `count` keys that called in some minutes of the day, a minute's rest after the last.
  static func bytes(count: Int, minutes: Int) -> Int {
    let minute: UInt64 = 60_000_000_000
    let names = (0..<count).map { "k\($0)_________".prefix(12) }.map(String.init)
    let table = QuotaTable()
    let before = clinux_heap_bytes()
    for number in 1...UInt64(minutes) {
      for name in names { _ = table.admit(keyID: name, plan: .poc, at: 2 * number * minute) }
      table.tidy(at: (2 * number + 1) * minute + 1)
    }
    let taken = Int(clinux_heap_bytes()) - Int(before)
    guard table.count == count, table.activeCount == 0 else { return .max }
    return taken / count
  }
}
