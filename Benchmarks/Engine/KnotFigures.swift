import Personality
import Population

/// The five knots of a profile.
enum KnotFigures {
  static func add(to table: inout FigureTable) throws {
    var random = SplitMix64(seed: 3)
    let profiles = (0..<400).map { _ in (0..<12).map { _ -> Double? in random.unit() } }
    var letters = 0
    let cold = try ProcessorTime.median(rounds: 3) {
      for profile in profiles { letters += try KnotLayers(profile, cache: KnotCache()).portraits.count }
    }
    let cache = KnotCache()
    for profile in profiles { _ = try KnotLayers(profile, cache: cache) }
    let warm = try ProcessorTime.median(rounds: 21) {
      for profile in profiles { letters += try KnotLayers(profile, cache: cache).portraits.count }
    }
    let worst = try profiles.map { profile in
      try ProcessorTime.median(rounds: 3) { letters += try KnotLayers(profile, cache: KnotCache()).portraits.count }
    }
    let full = [Double?](repeating: 0.95, count: 12)
    let match = try ProcessorTime.median(rounds: 21) {
      for profile in profiles { letters += try KnotMatch(profile, full, cache: cache)?.comparedDimensions ?? 0 }
    }
    let count = Double(profiles.count)
    table.add("five knot layers of a random profile, nothing cached", seconds: cold / count, bar: 200e-6)
    table.add("five knot layers of a profile from the cache", seconds: warm / count, bar: 2e-6)
    table.add("the slowest of 400 profiles, nothing cached", FigureTable.time(worst.max() ?? 0))
    table.add("two profiles compared by their cached knots", FigureTable.time(match / count))
    if letters == 0 { print("no knots were drawn") }
  }
}
