/// A pattern of paths. The build plugin has this file too.
enum PathPattern {
  /// Whether a path fits a pattern: `*` stands for anything within a folder, `**` for anything, and `**/` also for no
  /// folder at all, so that `**/*.proto` has the files of the top folder too.
  static func matches(_ path: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first != "*" { return path.first == first && matches(path.dropFirst(), pattern.dropFirst()) }
    let isAtFolder = pattern.startIndex == pattern.base.startIndex || pattern.base[..<pattern.startIndex].last == "/"
    if isAtFolder, pattern.hasPrefix("**/"), matches(path, pattern.dropFirst(3)) { return true }
    let crossesFolders = pattern.hasPrefix("**")
    let rest = pattern.dropFirst(crossesFolders ? 2 : 1)
    var tail = path
    while true {
      if matches(tail, rest) { return true }
      guard let next = tail.first, crossesFolders || next != "/" else { return false }
      tail = tail.dropFirst()
    }
  }

  /// The paths that fit a pattern and none of those to skip, each once, patterns in order.
  static func chosen(of paths: [String], by patterns: [String], skipping skipped: [String]) -> [String] {
    var seen: Set<String> = []
    return patterns.flatMap { pattern in paths.filter { matches($0[...], pattern[...]) } }.filter { path in
      !skipped.contains { matches(path[...], $0[...]) } && seen.insert(path).inserted
    }
  }
}
