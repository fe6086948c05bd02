/// Finds the name that was probably meant.
package enum Suggestion {
  /// Words of other languages for what protobuf calls otherwise.
  private static let synonyms = [
    "int": "int32", "integer": "int32", "short": "int32", "long": "int64", "uint": "uint32", "ulong": "uint64",
    "byte": "bytes", "boolean": "bool", "str": "string", "text": "string", "char": "string", "number": "double",
    "real": "double", "float32": "float", "float64": "double", "decimal": "double", "function": "rpc", "method": "rpc",
    "struct": "message", "class": "message", "include": "import", "interface": "service", "list": "repeated",
  ]
  /// Words longer than this are compared with nothing: the comparison costs the square of it.
  private static let longest = 64

  /// `; did you mean "x"?` for the nearest candidate, or nothing when none is near.
  package static func text(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  /// The candidate with the fewest letters to change, a third of the word at most; case counts for nothing.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased().utf8)
    guard wanted.count <= longest else { return nil }
    var best: (name: String, distance: Int)?
    let synonym = synonyms[word.lowercased()]
    for name in candidates where abs(name.utf8.count - wanted.count) <= limit(wanted) || name == synonym {
      let distance = name == synonym ? 0 : distance(wanted, Array(name.lowercased().utf8))
      guard distance <= limit(wanted), distance < best?.distance ?? .max else { continue }
      best = (name, distance)
    }
    return best?.name
  }

  private static func limit(_ word: [UInt8]) -> Int { max(1, word.count / 3) }

  /// Letters to insert, leave out, change or swap with their neighbour (optimal string alignment).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        let change = rows[i][j] + (a[i] == b[j] ? 0 : 1)
        var least = min(change, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
