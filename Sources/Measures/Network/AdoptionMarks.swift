package import Population

/// Who an adoption may be credited to, and who its time-shuffled copy credits.
///
/// Both look at the connections that adopted the item before. The adoption itself credits those who did so within
/// the seven days before it. In the copy each of them is given a time drawn, with a key and without repetition, from
/// all earlier adoptions of the item. If times have nothing to do with connections, the copy looks the same as the
/// original, whoever likes the same things as whom; only influence makes the original credit more often.
package struct AdoptionMarks: Sendable, Hashable {
  /// An earlier adoption of the item by a connection.
  package struct Earlier: Sendable, Hashable {
    /// Who.
    package var peer: Int
    /// When; not later than the adoption.
    package var time: Int64

    /// Makes an earlier adoption.
    package init(peer: Int, time: Int64) {
      self.peer = peer
      self.time = time
    }
  }

  /// Connections that adopted within the seven days before.
  package var credited: [Int] = []
  /// The same in the time-shuffled copy.
  package var creditedInCopy: [Int] = []
  /// Whether any connection adopted before.
  package var followsConnection = false

  /// How far back an adoption is credited.
  package static let reach = 7 * RegionCalendar.day

  /// Computes the marks of an adoption.
  ///
  /// - Parameters:
  ///   - time: When it was adopted.
  ///   - connections: Earlier adoptions of the item by counted connections; those at the same time are ignored.
  ///   - earlierTimes: The times of all earlier adoptions of the item, ascending, those of `connections` included;
  ///     times not before `time` are ignored.
  ///   - random: A stream that depends on a key and the adoption only.
  package init(
    time: Int64, connections: [Earlier], earlierTimes: some RandomAccessCollection<Int64>,
    using random: inout SplitMix64
  ) {
    let before = connections.filter { $0.time < time }.sorted { ($0.time, $0.peer) < ($1.time, $1.peer) }
    guard !before.isEmpty else { return }
    followsConnection = true
    credited = before.filter { time - $0.time <= Self.reach }.map(\.peer)
    let total = Self.count(of: earlierTimes, before: time)
    let recent = total - Self.count(of: earlierTimes, before: time - Self.reach)
    creditedInCopy = Self.draw(before.map(\.peer), recent: recent, of: total, using: &random)
  }

  /// The number of ascending times before `limit`.
  private static func count(of times: some RandomAccessCollection<Int64>, before limit: Int64) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[times.index(times.startIndex, offsetBy: middle)] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The peers that draw one of the `recent` times among `total`, each time going to at most one peer.
  private static func draw(_ peers: [Int], recent: Int, of total: Int, using random: inout SplitMix64) -> [Int] {
    var (recent, total) = (recent, max(total, peers.count))
    return peers.filter { _ in
      let isRecent = random.below(total) < recent
      total -= 1
      if isRecent { recent -= 1 }
      return isRecent
    }
  }
}
