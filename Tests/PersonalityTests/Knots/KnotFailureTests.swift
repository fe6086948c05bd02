import Testing

@testable import Personality

@Suite("what a knot refuses", .timeLimit(.minutes(1)))
struct KnotFailureTests {
  @Test("letters and strands out of range are named")
  func badWords() {
    #expect(throws: KnotError.letter(0, position: 1, strands: 2)) { try BraidWord([1, 0]) }
    #expect(throws: KnotError.letter(-3, position: 0, strands: 3)) { try BraidWord([-3], strands: 3) }
    #expect(throws: KnotError.strands(0, most: 8)) { try BraidWord([], strands: 0) }
    #expect(throws: KnotError.strands(9, most: 8)) { try BraidWord([8]) }
    #expect(throws: KnotError.self) { try BraidWord([.min]) }
    #expect(throws: KnotError.self) { try BraidWord([.max]) }
    #expect(throws: KnotError.letters(61, most: 60)) { try BraidWord(Array(repeating: 1, count: 61)) }
    #expect("\(KnotError.letter(5, position: 2, strands: 3))".contains("from -2 to 2"))
  }

  @Test("a word is read from text, and what is not an integer is named")
  func text() throws {
    #expect(try BraidWord(text: "[1, -2 1,-2]").letters == [1, -2, 1, -2])
    #expect(try BraidWord(text: "", strands: 1).components == 1)
    #expect(throws: KnotError.text("x", position: 1)) { try BraidWord(text: "1 x 1") }
  }

  @Test("a link has no knot invariants")
  func links() throws {
    let hopf = try BraidWord([1, 1])
    #expect(hopf.components == 2)
    #expect(throws: KnotError.components(2)) { try KnotInvariants(of: hopf) }
    #expect(throws: KnotError.components(3)) { try KnotInvariants(of: BraidWord([], strands: 3)) }
    #expect(throws: KnotError.components(2)) { try KnotInvariants.alexanderBySeifertMatrix(of: hopf) }
  }

  @Test("the longest words still satisfy every identity")
  func longest() throws {
    let letters = (0..<20).flatMap { _ in [1, -2, 1] }.dropLast(2) + [1, 2]
    let word = try BraidWord(Array(letters), strands: 3).mergedIntoKnot()
    let knot = try KnotInvariants(of: word)
    #expect(try KnotInvariants.alexanderBySeifertMatrix(of: word) == knot.alexander)
  }

  @Test("each identity notices a wrong value")
  func identities() throws {
    let knot = try KnotInvariants(of: BraidWord([1, 1, 1]))
    let wrong = [
      KnotIdentities(jones: .one, alexander: knot.alexander, signature: -2),
      KnotIdentities(jones: knot.jones, alexander: .one, signature: -2),
      KnotIdentities(jones: knot.jones, alexander: knot.alexander, signature: 0),
      KnotIdentities(jones: knot.jones, alexander: knot.alexander, signature: -1),
      KnotIdentities(jones: knot.jones, alexander: knot.alexander, signature: 4),
      KnotIdentities(jones: knot.jones.shifted(by: 12), alexander: knot.alexander, signature: -2),
      KnotIdentities(jones: knot.jones, alexander: knot.alexander.shifted(by: 2), signature: -2),
    ]
    for identities in wrong { #expect(identities.firstFailure != nil) }
  }

  @Test("an elimination beyond 128 bits is an error and never a wrong sign")
  func overflow() {
    let big = 1 << 62
    #expect(throws: KnotError.overflow) {
      try Inertia(of: [[big, 1, 2], [1, -big, 3], [2, 3, big]])
    }
  }

  @Test(
    "signature and determinant of small symmetric matrices",
    arguments: [
      ([[2, 1], [1, 2]], 2, 3), ([[0, 1], [1, 0]], 0, -1), ([[0, 0], [0, 0]], 0, 0), ([[-3]], -1, -3),
      ([[0, 2, 1], [2, 0, 1], [1, 1, 0]], -1, 4), ([[1, 1], [1, 1]], 1, 0),
    ])
  func inertia(matrix: [[Int]], signature: Int, determinant: Int) throws {
    let inertia = try Inertia(of: matrix)
    #expect(inertia.signature == signature && inertia.determinant == Int128(determinant))
  }
}
