/// A place in a source text: line and column, both counted from 1, columns in Unicode scalars.
public struct Position: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Line, from 1.
  public var line: Int
  /// Column, from 1, in Unicode scalars (a tab is one).
  public var column: Int

  /// A place; the default is the beginning of a file.
  public init(line: Int = 1, column: Int = 1) {
    self.line = line
    self.column = column
  }

  /// `line:column`.
  public var description: String { "\(line):\(column)" }

  /// Reading order.
  public static func < (a: Position, b: Position) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}
