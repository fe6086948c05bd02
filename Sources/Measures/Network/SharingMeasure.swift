package import Population

/// What a person shares of what they live through.
package struct SharingMeasure: Sendable, Hashable {
  /// Experiences in the window.
  package let experiences: Int
  /// Shares in the window.
  package let shares: Int

  /// Counts the actions of the window; a row that comes twice counts once.
  package init(_ actions: [Action], in window: MeasureWindow) {
    var seen = Set<UInt64>()
    let counted = actions.filter { window.contains($0.time) && seen.insert($0.id).inserted }
    experiences = counted.count { $0.kind == .experience }
    shares = counted.count { $0.kind == .share }
  }

  /// (shares + 1) / (experiences + 2), clamped to [0, 1].
  package var tendency: Double {
    min(1, Double(shares + 1) / Double(experiences + 2))
  }

  /// A share of `count` events with a prior of eight at one half: (sum + 4) / (count + 8).
  package static func shrunk(_ sum: Double, of count: Int) -> Double {
    (sum + 4) / Double(count + 8)
  }
}
