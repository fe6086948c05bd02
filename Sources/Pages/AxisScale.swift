internal import Glibc

/// An axis from 0 upwards whose steps people can count in: 1, 2 or 5 times a power of ten.
package struct AxisScale: Sendable, Hashable {
  /// How many steps the axis has, at least 1.
  package let count: Int
  /// 1, 2 or 5.
  private let multiple: Int
  /// The power of ten of a step.
  private let power: Int

  /// The scale with the smallest step by which `highest` is reached.
  ///
  /// - Parameters:
  ///   - highest: what the axis has room for; anything but a positive number counts as 1.
  ///   - most: most steps, at least 1.
  package init(to highest: Double, most: Int = 5) {
    let highest = highest.isFinite && highest > 0 ? max(highest, 1e-300) : 1
    let most = Double(max(1, most))
    var power = Int(log10(highest / most).rounded(.down)) - 1
    var multiple = 1
    while highest / Self.step(multiple, power) > most + Self.trace {
      (multiple, power) = multiple == 5 ? (1, power + 1) : (multiple == 1 ? 2 : 5, power)
    }
    (self.multiple, self.power) = (multiple, power)
    count = max(1, Int((highest / Self.step(multiple, power) - Self.trace).rounded(.up)))
  }

  /// Allows for what division leaves behind the last digit.
  private static let trace = 1e-9

  private static func step(_ multiple: Int, _ power: Int) -> Double { Double(multiple) * pow(10, Double(power)) }

  /// The end of the axis.
  package var top: Double { level(count) }

  /// Where the steps begin and end, 0 first and `top` last.
  package var levels: [Double] { (0...count).map(level) }

  /// The level with as many decimals as the step has.
  package func label(_ level: Double) -> String { NumberText.fixed(level, max(0, -power)) }

  /// Divides where a step is a fraction, so that a level is the double nearest to its decimal digits.
  private func level(_ index: Int) -> Double {
    let units = Double(index * multiple)
    return power < 0 ? units / pow(10, Double(-power)) : units * pow(10, Double(power))
  }
}
