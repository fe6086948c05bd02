import Testing
import Transport

@testable import RPC

@Suite("Metadata", .timeLimit(.minutes(2)))
struct MetadataTests {
  @Test("entries keep their order, and a name may have several values")
  func order() throws {
    var metadata = Metadata()
    try metadata.add("1", for: "a")
    try metadata.add("2", for: "b")
    try metadata.add("3", for: "a")
    try metadata.add(binary: [0, 255], for: "c-bin")
    #expect(metadata.entries.map(\.name) == ["a", "b", "a", "c-bin"])
    #expect(metadata["a"] == "1")
    #expect(metadata.texts(for: "a") == ["1", "3"])
    #expect(metadata.binaries(for: "c-bin") == [[0, 255]])
    try metadata.set("4", for: "a")
    #expect(metadata.texts(for: "a") == ["4"])
  }

  @Test(
    "names that cannot be sent are refused",
    arguments: [
      "", "Upper", "sp ace", "ü", ":path", "grpc-status", "grpc-timeout", "te", "content-type", "a\n", "x-bin",
    ])
  func names(name: String) {
    var metadata = Metadata()
    #expect(throws: MetadataError.self) { try metadata.add("v", for: name) }
    #expect(metadata.isEmpty)
  }

  @Test("bytes need a name that ends in -bin", arguments: ["plain", "-bin", "bin"])
  func binaryNames(name: String) {
    var metadata = Metadata()
    #expect(throws: MetadataError.self) { try metadata.add(binary: [1], for: name) }
  }

  @Test(
    "values that HTTP would change are refused",
    arguments: ["ü", "a\tb", "a\r\nb", "\u{0}", " lead", "trail ", "\u{7F}"])
  func values(value: String) {
    var metadata = Metadata()
    #expect(throws: MetadataError.self) { try metadata.add(value, for: "name") }
  }

  @Test("received -bin values may be padded, unpadded and joined with commas")
  func receivedBinary() throws {
    var metadata = Metadata()
    try metadata.append(received: HeaderField("k-bin", "Zg==,Zm8, Zm9v"))
    #expect(metadata.binaries(for: "k-bin").map { String(decoding: $0, as: UTF8.self) } == ["f", "fo", "foo"])
    #expect(throws: MetadataError.self) { try metadata.append(received: HeaderField("k-bin", "!")) }
  }

  @Test("received text is any value that HTTP allows, and may be passed on as it came")
  func receivedText() throws {
    var metadata = Metadata()
    for value in ["São Paulo", "a\tb", "\u{9B}ÿ", ""] { try metadata.append(received: HeaderField("k", value)) }
    #expect(metadata.texts(for: "k") == ["São Paulo", "a\tb", "\u{9B}ÿ", ""])
    var passedOn = Metadata()
    for entry in metadata.entries { passedOn.append(entry) }
    #expect(passedOn == metadata)
    #expect(passedOn.headerFields.map(\.value) == metadata.texts(for: "k"))
  }

  @Test("a received -bin value that is not printable ASCII is left out, and its neighbours are not")
  func foreignBinary() throws {
    var metadata = Metadata()
    for value in ["São", "Z\tg", "Zg,é,\tZm8\t", "ÿ"] { try metadata.append(received: HeaderField("k-bin", value)) }
    #expect(metadata.binaries(for: "k-bin") == [Array("f".utf8), Array("fo".utf8)])
  }

  @Test("metadata comes back from its header fields")
  func headerFields() throws {
    var metadata = Metadata()
    try metadata.add("text", for: "a")
    try metadata.add(binary: [1, 2, 3, 4], for: "b-bin")
    var received = Metadata()
    for field in metadata.headerFields { try received.append(received: field) }
    #expect(received == metadata)
  }
}
