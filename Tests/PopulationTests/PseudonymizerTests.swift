import Cryptography
import Population
import Testing

@Suite("Pseudonyms", .timeLimit(.minutes(1)))
struct PseudonymizerTests {
  private let names = Pseudonymizer(secret: Array("a secret for tests".utf8))

  @Test("one subject of one namespace is one person, whoever asks")
  func stable() throws {
    let again = Pseudonymizer(secret: Array("a secret for tests".utf8))
    #expect(try names.agent("42".utf8, in: .spots) == again.agent("42".utf8, in: .spots))
    #expect(
      try names.agent("42".utf8, in: .spots).description
        == "" + again.agent(Array("42".utf8), in: try #require(SubjectNamespace(named: "spots"))).description)
  }

  @Test("pseudonyms are the codes that others would compute of separator, namespace and subject")
  func golden() throws {
    #expect(
      try names.agent("42".utf8, in: .spots).description
        == "05c03b19e7196ec2ae55c84c6e652df7cfd018e764e234e037fb6d7c832ad4dc")
    #expect(try names.place("42".utf8, in: .partner("acme")) == 0xE5CD_0FAE_6436_CA0E)
    #expect(PublicID.place("c".utf8) == 0xE148_2CB2_22C3_A22E)
    let event = try names.event("order-1".utf8, of: "acme")
    #expect(Hexadecimal.encode(event.bytes) == "cc2d8fe27cb40d686fca" && EventID(event.bytes) == event)
    #expect(try names.event("order-1".utf8, of: "other") != event)
  }

  @Test("another subject, namespace, secret or kind is another pseudonym")
  func distinct() throws {
    let other = Pseudonymizer(secret: Array("another secret".utf8))
    let agents = try [
      names.agent("42".utf8, in: .spots), names.agent("43".utf8, in: .spots),
      names.agent("42".utf8, in: .partner("acme")),
      names.agent("42".utf8, in: try #require(SubjectNamespace(named: "survey"))), other.agent("42".utf8, in: .spots),
    ]
    #expect(Set(agents).count == agents.count)
    let numbers = try [
      names.place("42".utf8, in: .spots), names.item("42".utf8, in: .spots),
      names.place("42".utf8, in: .partner("acme")),
      PublicID.place("42".utf8), PublicID.item("42".utf8),
    ]
    #expect(Set(numbers).count == numbers.count)
    #expect(numbers.allSatisfy { $0 >> 63 == 1 }, "small numbers stand for places without a name")
  }

  @Test("parts of a name cannot run into each other")
  func boundaries() throws {
    let left = try #require(SubjectNamespace(named: "a"))
    let right = try #require(SubjectNamespace(named: "ab"))
    #expect(try names.agent("bc".utf8, in: left) != names.agent("c".utf8, in: right))
  }

  @Test("subjects are bytes: texts that look alike are different people")
  func bytes() throws {
    let composed: [UInt8] = [0xC3, 0xA9]
    let decomposed: [UInt8] = [0x65, 0xCC, 0x81]
    let latin1: [UInt8] = [0xE9]
    let agents = try [composed, decomposed, latin1].map { try names.agent($0, in: .spots) }
    #expect(Set(agents).count == 3)
  }

  @Test("a partner's namespace cannot be named by hand", arguments: ["partner:acme", "", "a/b", "UPPER"])
  func names(name: String) {
    #expect(SubjectNamespace(named: name) == nil)
  }

  @Test("a registered place has the same number for everybody")
  func publicIDs() {
    #expect(PublicID.place("simcity-1-place-7".utf8) == PublicID.place(Array("simcity-1-place-7".utf8)))
  }
}
