import Glibc

/// Pearson's statistic of integer draws against exact probabilities, as a standard normal deviate.
///
/// Values are pooled, from the middle outwards, into cells that expect at least ten draws; the deviate is the
/// Wilson-Hilferty transform, so 3.719 is the one-sided level of 1e-4.
func chiSquareDeviate(_ draws: [Int64], probability: (Int64) -> Double) -> Double {
  var counts: [Int64: Int] = [:]
  for draw in draws { counts[draw, default: 0] += 1 }
  let total = Double(draws.count)
  var statistic = 0.0
  var cells = 0
  var restExpected = total
  var restObserved = draws.count
  for sign: Int64 in [1, -1] {
    var value: Int64 = sign > 0 ? 0 : -1
    var (expected, observed) = (0.0, 0)
    while probability(value) * total > 0.01 {
      expected += probability(value) * total
      observed += counts[value] ?? 0
      value += sign
      guard expected >= 10 else { continue }
      statistic += (Double(observed) - expected) * (Double(observed) - expected) / expected
      cells += 1
      restExpected -= expected
      restObserved -= observed
      (expected, observed) = (0, 0)
    }
  }
  if restExpected > 5 {
    statistic += (Double(restObserved) - restExpected) * (Double(restObserved) - restExpected) / restExpected
    cells += 1
  }
  let degrees = Double(max(1, cells - 1))
  return (cbrt(statistic / degrees) - (1 - 2 / (9 * degrees))) / (2 / (9 * degrees)).squareRoot()
}

/// Mean and variance of integers.
func moments(_ draws: [Int64]) -> (mean: Double, variance: Double) {
  let mean = draws.reduce(0) { $0 + Double($1) } / Double(draws.count)
  let squares = draws.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return (mean, squares / Double(draws.count - 1))
}
