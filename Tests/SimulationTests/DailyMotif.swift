import Measures

/// The shape of a day: which of seventeen classes the directed graph of its moves between places belongs to.
///
/// After Schneider et al. (Journal of the Royal Society Interface 10, 2013): a day is a set of tours that leave one
/// place and come back to it. With n places the classes are one tour; a tour beside one short tour; beside a tour
/// of two stops; beside two short tours. Together with the one-place day and the two triangles that are also walked
/// backwards in part they are the seventeen classes of at most six places. A day of any other shape is `nil`, as is
/// one from which there is no way back.
package struct DailyMotif: Sendable, Hashable {
  /// The stops of each tour, largest first; empty for a day in one place.
  package let tours: [Int]
  /// How many moves of a three-place round are also made backwards, 0...2; 0 with any other shape.
  package let reversedMoves: Int

  /// The seventeen classes, by number of places.
  package static let all: [DailyMotif] =
    [[], [1], [2], [1, 1]].map { DailyMotif(tours: $0) }
    + [DailyMotif(tours: [2], reversedMoves: 1), DailyMotif(tours: [2], reversedMoves: 2)]
    + [[3], [2, 1], [1, 1, 1], [4], [3, 1], [2, 2], [2, 1, 1], [5], [4, 1], [3, 2], [3, 1, 1]].map {
      DailyMotif(tours: $0)
    }

  private init(tours: [Int], reversedMoves: Int = 0) {
    self.tours = tours
    self.reversedMoves = reversedMoves
  }

  /// The class of the places of one day, in order; `nil` for other shapes and for an empty day.
  package init?(day places: some Sequence<some Hashable>) {
    let symbols = SymbolSequence(places)
    guard symbols.distinct > 0, symbols.distinct <= 6 else { return nil }
    let moves = Moves(symbols)
    guard let motif = moves.tours.map({ DailyMotif(tours: $0) }) ?? moves.reversedTriangle else { return nil }
    guard Self.all.contains(motif) else { return nil }
    self = motif
  }

  /// The class's number in the published order, 0...16.
  package var index: Int? { Self.all.firstIndex(of: self) }

  /// The distinct moves of a day.
  private struct Moves {
    let out: [Set<Int32>]
    let into: [Int]

    init(_ sequence: SymbolSequence) {
      var out = [Set<Int32>](repeating: [], count: sequence.distinct)
      for (from, to) in zip(sequence.symbols, sequence.symbols.dropFirst()) where from != to {
        out[Int(from)].insert(to)
      }
      self.out = out
      var into = [Int](repeating: 0, count: sequence.distinct)
      for target in out.joined() { into[Int(target)] += 1 }
      self.into = into
    }

    /// The stops of the tours when the moves are tours around one place; `nil` otherwise.
    var tours: [Int]? {
      guard let hub = out.indices.max(by: { out[$0].count < out[$1].count }) else { return nil }
      let others = out.indices.filter { $0 != hub }
      guard others.allSatisfy({ out[$0].count == 1 && into[$0] == 1 }) else { return nil }
      let lengths = out[hub].map { stops(from: Int($0), to: hub) }
      guard lengths.reduce(0, +) == others.count, into[hub] == lengths.count else { return nil }
      return lengths.sorted(by: >)
    }

    private func stops(from start: Int, to hub: Int) -> Int {
      var place = start
      var count = 0
      while place != hub, count < out.count, let next = out[place].first {
        place = Int(next)
        count += 1
      }
      return count
    }

    /// A round of three places with one or two of its moves also made backwards.
    var reversedTriangle: DailyMotif? {
      let moves = out.reduce(0) { $0 + $1.count }
      guard out.count == 3, moves == 4 || moves == 5, !out.contains(where: \.isEmpty), !into.contains(0) else {
        return nil
      }
      return DailyMotif(tours: [2], reversedMoves: moves - 3)
    }
  }
}
