extension String {
  /// The least number of inserted, deleted or replaced bytes that turns one text into the other (Levenshtein);
  /// over the first 128 bytes of each, so that the cost is bounded.
  func editDistance(to other: String) -> Int {
    let left = Array(utf8.prefix(128))
    let right = Array(other.utf8.prefix(128))
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let cost = Swift.min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[right.count]
  }
}
