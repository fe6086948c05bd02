/// A row of bars of eight heights.
package enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// The last `width` values, the highest of them filling its place.
  package static func text(of values: [Double], width: Int) -> String {
    let shown = values.suffix(width)
    guard let highest = shown.max(), highest > 0 else { return String(repeating: bars[0], count: shown.count) }
    return String(shown.map { bars[min(7, max(0, Int($0 / highest * 7.999)))] })
  }
}
