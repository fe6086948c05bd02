import Synchronization

/// Who calls whom.
enum Pair: String, CaseIterable, Sendable {
  case oursToOurs = "ours → ours"
  case oursToGrpcio = "ours → grpcio"
  case grpcioToOurs = "grpcio → ours"
}

/// What became of a case between a pair.
enum Outcome: Sendable {
  /// It passed; the note says what of it the other implementation cannot express.
  case passed(note: String? = nil)
  case failed(String)
}

/// The outcomes of all cases.
final class InteropMatrix: Sendable {
  private struct Cell: Hashable {
    let row: InteropCase
    let column: Pair
  }

  private let cells = Mutex<[Cell: Outcome]>([:])

  /// Takes note of an outcome.
  func record(_ outcome: Outcome, _ row: InteropCase, _ column: Pair) {
    cells.withLock { $0[Cell(row: row, column: column)] = outcome }
  }

  /// The outcomes as a table for people, with the notes below it.
  var table: String {
    let cells = cells.withLock { $0 }
    var notes: [String] = []
    func text(_ outcome: Outcome?) -> String {
      switch outcome {
      case nil: return "–"
      case .failed: return "FAILED"
      case .passed(nil): return "pass"
      case .passed(let note?):
        if !notes.contains(note) { notes.append(note) }
        return "pass (\((notes.firstIndex(of: note) ?? 0) + 1))"
      }
    }
    let head = ["case"] + Pair.allCases.map(\.rawValue)
    let rows = InteropCase.allCases.map { row in
      [row.rawValue] + Pair.allCases.map { text(cells[Cell(row: row, column: $0)]) }
    }
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    let lines = ([head, widths.map { String(repeating: "-", count: $0) }] + rows).map { row in
      "| " + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: " | ") + " |"
    }
    let legend = notes.enumerated().map { "(\($0 + 1)) \($1)" }
    return "\nInteroperability, one row a case, caller → server:\n" + (lines + legend).joined(separator: "\n") + "\n"
  }
}
