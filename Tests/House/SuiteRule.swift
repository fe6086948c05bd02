/// Every suite of tests says how long one of its tests may take at most.
enum SuiteRule {
  /// The suites without a limit of their own, and tests that stand in none. A test in an extension has the limit of the
  /// type's suite.
  static func withoutTimeLimit(_ tests: [SourceFile]) -> [String] {
    let suites = tests.flatMap { file in parts(of: file.code).map { (path: file.path, part: $0) } }
    let limited = Set(suites.filter { $0.part.hasTimeLimit }.map(\.part.name))
    return suites.compactMap { path, part in
      let isLimited = part.isExtension ? limited.contains(part.name) : part.hasTimeLimit
      return part.hasTests && !isLimited ? "\(path): \(part.name) has no .timeLimit" : nil
    }
  }

  /// An outermost declaration with the attributes above it.
  private struct Part {
    var name = "a test outside of a suite"
    var isExtension = false
    var head = ""
    var hasTests = false
    var hasTimeLimit: Bool { head.contains(".timeLimit(") }
  }

  private static func parts(of code: String) -> [Part] {
    var parts: [Part] = []
    var current = Part()
    for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.contains("@Test") { current.hasTests = true }
      if let name = nameOfType(line) {
        current.name = name
        current.isExtension = line.hasPrefix("extension ")
        current.head += line
      } else if current.name == Part().name {
        current.head += line
      }
      if line.hasPrefix("}") || (!line.hasPrefix(" ") && line.hasSuffix("}")) {
        parts.append(current)
        current = Part()
      }
    }
    return parts + [current]
  }

  /// The type that an outermost line begins or extends.
  private static func nameOfType(_ line: Substring) -> String? {
    if let one = Declaration(line: line), one.isOutermost, one.isType { return one.name }
    let words = line.split { " :{.".contains($0) }
    return words.first == "extension" && words.count > 1 ? String(words[1]) : nil
  }
}
