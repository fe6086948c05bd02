import Glibc
import Testing

@testable import Personality
@testable import Population

/// Random words whose closures are knots.
func randomKnots(_ count: Int, seed: UInt64, strands: ClosedRange<Int> = 2...5, letters: Int = 12) throws -> [BraidWord]
{
  var random = SplitMix64(seed: seed)
  return try (0..<count).map { _ in
    let n = Int.random(in: strands, using: &random)
    let word = (0..<(n == 1 ? 0 : Int.random(in: 0...letters, using: &random))).map { _ in
      Int.random(in: 1..<n, using: &random) * (Bool.random(using: &random) ? 1 : -1)
    }
    return try BraidWord(word, strands: n).mergedIntoKnot()
  }
}

/// The rows of a comma-separated file without its header and comments, or `nil` when the file is absent.
func goldenTable(_ path: String) -> [[String]]? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var text: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { text += chunk[..<count] }
  return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    .dropFirst()
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
}

/// The folder of the package, found from this file.
let packageRoot = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
/// Material that the project shares and does not ship; absent in a clone. `SPOTS_SHARED` may name its folder.
let shared = getenv("SPOTS_SHARED").map { String(cString: $0) } ?? packageRoot + "/../shared"
let sharedReference = shared + "/reference/"
let sharedKnots = shared + "/data/knots/"
/// A dozen rows that ship with the tests.
let ownFixtures = packageRoot + "/Tests/PersonalityTests/Fixtures/"

/// True when the whole of every table is to be tested.
let testsEverything = getenv("SPOTS_FULL") != nil

func integers(_ text: String) -> [Int] { text.split(separator: " ").compactMap { Int($0) } }
func numbers(_ text: String) -> [Double] { text.split(separator: " ").compactMap { Double($0) } }

/// Reads `2*t^(-3)- t+ 1` and `t^4` style texts.
func polynomial(_ text: String) -> LaurentPolynomial {
  var terms: [String] = []
  var depth = 0
  for character in text where character != " " {
    if character == "(" { depth += 1 }
    if character == ")" { depth -= 1 }
    if (character == "+" || character == "-") && depth == 0 { terms.append("") }
    if terms.isEmpty { terms.append("") }
    terms[terms.count - 1].append(character)
  }
  return terms.reduce(.zero) { $0 + monomial($1) }
}

private func monomial(_ term: String) -> LaurentPolynomial {
  let sign: Int64 = term.hasPrefix("-") ? -1 : 1
  let bare = term.filter { !"+*()".contains($0) }
  let parts = bare.split(separator: "t", maxSplits: 1, omittingEmptySubsequences: false)
  let magnitude = Int64(parts[0].filter(\.isNumber)) ?? 1
  if parts.count == 1 { return LaurentPolynomial(sign * magnitude) }
  return LaurentPolynomial(sign * magnitude, exponent: Int(parts[1].dropFirst()) ?? 1)
}

/// The value of an optional, or the failure of the test: `#require` that may stand inside another macro.
func present<Value>(_ value: Value?, sourceLocation: SourceLocation = #_sourceLocation) throws -> Value {
  try #require(value, sourceLocation: sourceLocation)
}
