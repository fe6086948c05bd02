package import Population

/// The categories of a public list of places: what segments may be proposed from, since it says nothing of anybody.
package struct CategoryList: Sendable, Hashable {
  /// Categories of each interest cluster, each once, in the order of the file.
  package private(set) var byCluster: [InterestCluster: [String]] = [:]
  /// Categories that say nothing about interests: homes, work, unknown ones.
  package private(set) var neutral: [String] = []
  /// Categories that are dropped at import because visiting such a place is nobody's business.
  package private(set) var sensitive: [String] = []
  /// Places on the list.
  package private(set) var places = 0

  /// Reads a file with a column `category_path` and perhaps `category_root`, plain or `.gz`.
  /// - Throws: `IngestError` naming file, line and column; `IngestErrors` for several.
  package init(path: String) throws {
    let reader = try CSVReader(path: path, name: path)
    let category = try reader.column("category_path")
    let root = reader.optionalColumn("category_root")
    var seen = Set<[String]>()
    try reader.forEachRecord {
      let path = try reader.noting { try reader.text(category) }
      let top = try reader.noting { try root.map { try reader.text($0) } ?? "" }
      guard let path, let top else { return }
      places += 1
      if seen.insert([path, top]).inserted { add(path, root: top) }
    }
  }

  private mutating func add(_ text: String, root: String) {
    switch CategoryTable.outcome(for: CategoryPath(text, root: root)) {
    case .sensitive: sensitive.append(text)
    case .kept(let category, _):
      if let cluster = InterestCluster(of: category) {
        byCluster[cluster, default: []].append(text)
      } else {
        neutral.append(text)
      }
    }
  }
}
