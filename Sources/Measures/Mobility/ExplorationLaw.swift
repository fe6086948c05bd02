import Glibc

/// The law by which people find new places: P(new) = rho S^-gamma after S distinct places (Song, Koren, Wang and
/// Barabasi, Nature Physics 6, 2010), fitted to sequences by maximum likelihood.
package struct ExplorationLaw: Sendable, Hashable {
  /// The probability of something new after one place, above 0.
  package var rho: Double
  /// How fast it falls with the number of places.
  package var gamma: Double
  /// Standard error of ln rho, from the Fisher information.
  package var logRhoError: Double
  /// Standard error of gamma, from the Fisher information.
  package var gammaError: Double

  /// How often people with S distinct places went on, and how often to a new one.
  package struct Trials: Sendable, Hashable {
    /// Steps after S distinct places, indexed by S; index 0 is not used.
    package private(set) var steps = [0]
    /// Those of them that led to a new place.
    package private(set) var new = [0]

    /// No trials.
    package init() {}

    /// Adds one person's sequence of places; the first place starts the count and is not a trial.
    package mutating func add<Place: Hashable>(_ sequence: some Sequence<Place>) {
      var seen = Set<Place>()
      for place in sequence {
        let distinct = seen.count
        let isNew = seen.insert(place).inserted
        if distinct > 0 { count(distinct: distinct, isNew: isNew) }
      }
    }

    private mutating func count(distinct: Int, isNew: Bool) {
      while steps.count <= distinct {
        steps.append(0)
        new.append(0)
      }
      steps[distinct] += 1
      new[distinct] += isNew ? 1 : 0
    }
  }

  /// Fits the law by Fisher scoring on (ln rho, gamma) with halved steps, keeping every probability below 1. `nil`
  /// when the trials do not determine it: fewer than two values of S, nothing new, or only new places.
  package static func fit(_ trials: Trials) -> ExplorationLaw? {
    let data = trials.steps.indices.filter { trials.steps[$0] > 0 }.map { distinct in
      Datum(
        logDistinct: log(Double(distinct)), steps: Double(trials.steps[distinct]), new: Double(trials.new[distinct]))
    }
    let new = trials.new.reduce(0, +)
    let steps = trials.steps.reduce(0, +)
    guard data.count > 1, new > 0, new < steps else { return nil }
    var point = (intercept: log(Double(new) / Double(steps)), gamma: 0.0)
    var value = likelihood(data, point)
    for _ in 0..<200 {
      let slope = score(data, point)
      guard let step = slope.step else { return nil }
      var scale = 1.0
      var next = point
      var nextValue = -Double.infinity
      while scale > 1e-12, nextValue < value {
        next = (point.intercept + scale * step.0, point.gamma + scale * step.1)
        nextValue = likelihood(data, next)
        scale /= 2
      }
      guard nextValue >= value else { break }
      let gain = nextValue - value
      (point, value) = (next, nextValue)
      if gain < 1e-12 { break }
    }
    guard let errors = score(data, point).errors else { return nil }
    return ExplorationLaw(
      rho: exp(point.intercept), gamma: point.gamma, logRhoError: errors.0, gammaError: errors.1)
  }

  private struct Datum {
    let logDistinct: Double
    let steps: Double
    let new: Double
  }

  private static func likelihood(_ data: [Datum], _ point: (intercept: Double, gamma: Double)) -> Double {
    var sum = 0.0
    for datum in data {
      let logChance = point.intercept - point.gamma * datum.logDistinct
      guard logChance < -1e-9 else { return -.infinity }
      sum += datum.new * logChance + (datum.steps - datum.new) * log1p(-exp(logChance))
    }
    return sum
  }

  /// The gradient and Fisher information of the log likelihood at a point.
  private struct Slope {
    var gradient = (0.0, 0.0)
    var information = (0.0, 0.0, 0.0)

    private var determinant: Double { information.0 * information.2 - information.1 * information.1 }

    var step: (Double, Double)? {
      guard determinant > 0 else { return nil }
      return (
        (information.2 * gradient.0 - information.1 * gradient.1) / determinant,
        (information.0 * gradient.1 - information.1 * gradient.0) / determinant
      )
    }

    var errors: (Double, Double)? {
      guard determinant > 0 else { return nil }
      return ((information.2 / determinant).squareRoot(), (information.0 / determinant).squareRoot())
    }
  }

  private static func score(_ data: [Datum], _ point: (intercept: Double, gamma: Double)) -> Slope {
    var slope = Slope()
    for datum in data {
      let chance = exp(point.intercept - point.gamma * datum.logDistinct)
      let residual = (datum.new - datum.steps * chance) / (1 - chance)
      let weight = datum.steps * chance / (1 - chance)
      slope.gradient.0 += residual
      slope.gradient.1 -= residual * datum.logDistinct
      slope.information.0 += weight
      slope.information.1 -= weight * datum.logDistinct
      slope.information.2 += weight * datum.logDistinct * datum.logDistinct
    }
    return slope
  }
}

extension ExplorationLaw {
  /// The probability of a new place after `distinct` places, at most 1; 1 before the first.
  package static func probability(rho: Double, gamma: Double, distinct: Int) -> Double {
    distinct > 0 ? min(1, rho * pow(Double(distinct), -gamma)) : 1
  }
}
