/// A projection of the closure of a braid word on the plane: every crossing of the picture is a letter of the word.
///
/// The braid runs from left to right, one letter in each column, strand 1 on top; lengths are in distances of
/// neighbouring strands, and y grows downwards. Each strand closes around the top, outside those above it, so that the
/// closing arcs cross nothing.
package struct BraidDiagram: Sendable, Hashable {
  /// A place in the picture.
  package struct Point: Sendable, Hashable {
    /// From the left edge.
    package let x: Double
    /// From the top edge.
    package let y: Double

    init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  /// A strand's way through one column.
  package struct Strand: Sendable, Hashable {
    /// Where it enters.
    package let from: Point
    /// Where it leaves, one to the right.
    package let to: Point
  }

  /// Two strands that change places.
  package struct Crossing: Sendable, Hashable {
    /// The strand above.
    package let over: Strand
    /// The strand below.
    package let under: Strand
  }

  /// A crossing for each letter, in order.
  package let crossings: [Crossing]
  /// The strands that pass a column as they are.
  package let passages: [Strand]
  /// The corners of each strand's closing arc, from its right end to its left one.
  package let arcs: [[Point]]
  /// The lower right corner of the picture.
  package let size: Point

  /// Distance of neighbouring arcs.
  private static let gap = 0.6

  /// Draws a word. A positive letter is a positive crossing: the strand that goes down lies above.
  package init(of word: BraidWord) {
    let margin = (Double(word.strands) + 0.5) * Self.gap
    let right = margin + Double(word.letters.count)
    func strand(_ column: Int, _ from: Int, _ to: Int) -> Strand {
      Strand(
        from: Point(margin + Double(column), margin + Double(from)),
        to: Point(margin + Double(column + 1), margin + Double(to)))
    }
    crossings = word.letters.enumerated().map { column, letter in
      let upper = abs(letter) - 1
      let (down, up) = (strand(column, upper, upper + 1), strand(column, upper + 1, upper))
      return letter > 0 ? Crossing(over: down, under: up) : Crossing(over: up, under: down)
    }
    passages = word.letters.enumerated().flatMap { column, letter in
      (0..<word.strands).filter { $0 != abs(letter) - 1 && $0 != abs(letter) }.map { strand(column, $0, $0) }
    }
    arcs = (0..<word.strands).map { index in
      let (level, out) = (margin + Double(index), Double(index + 1) * Self.gap)
      return [
        Point(right, level), Point(right + out, level), Point(right + out, margin - out),
        Point(margin - out, margin - out), Point(margin - out, level), Point(margin, level),
      ]
    }
    size = Point(right + margin, margin + Double(word.strands - 1) + Self.gap)
  }
}
