/// The Seifert matrix of the surface that a braid word spans: a disk for each strand and a half-twisted band for each
/// letter.
///
/// The homology has one loop for each pair of consecutive letters of the same column; for a knot that is
/// letters − strands + 1 loops, since a knot uses every column. Entry (a, b) is the linking number of loop a with loop
/// b pushed off the surface.
struct SeifertMatrix: Sendable, Hashable {
  /// The rows; square, possibly empty.
  let rows: [[Int]]

  /// A loop between two consecutive letters of a column.
  private struct Loop {
    let column: Int
    let first: Int
    let firstSign: Int
    let second: Int
    let secondSign: Int
  }

  /// The matrix of a word.
  init(of word: BraidWord) {
    let loops = Self.loops(of: word)
    var rows = loops.map { _ in [Int](repeating: 0, count: loops.count) }
    for (a, loop) in loops.enumerated() {
      rows[a][a] = -(loop.firstSign + loop.secondSign) / 2
      for (b, other) in loops.enumerated() {
        if other.column == loop.column && other.first == loop.second {
          if loop.secondSign > 0 { rows[a][b] = 1 } else { rows[b][a] = -1 }
        } else if other.column == loop.column + 1 {
          rows[a][b] = Self.linking(loop, other)
        }
      }
    }
    self.rows = rows
  }

  /// V + Vᵀ, whose signature is the knot's and whose determinant is the knot's up to sign.
  var symmetrised: [[Int]] {
    var sum = rows
    for i in rows.indices {
      for j in rows.indices { sum[i][j] += rows[j][i] }
    }
    return sum
  }

  private static func loops(of word: BraidWord) -> [Loop] {
    var loops: [Loop] = []
    loops.reserveCapacity(word.letters.count)
    for column in 1..<max(word.strands, 1) {
      var previous: (position: Int, sign: Int)?
      for (position, letter) in word.letters.enumerated() where abs(letter) == column {
        if let previous {
          loops.append(
            Loop(
              column: column, first: previous.position, firstSign: previous.sign, second: position,
              secondSign: letter.signum()))
        }
        previous = (position, letter.signum())
      }
    }
    return loops
  }

  /// Loops of neighbouring columns link when their bands alternate, and not when one lies inside or beside the other.
  private static func linking(_ loop: Loop, _ next: Loop) -> Int {
    if loop.first < next.first && next.first < loop.second && loop.second < next.second { return -1 }
    if next.first < loop.first && loop.first < next.second && next.second < loop.second { return 1 }
    return 0
  }
}
