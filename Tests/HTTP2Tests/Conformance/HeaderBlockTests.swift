import Testing

@testable import HTTP2

@Suite("Header blocks written over the block before")
struct HeaderBlockTests {
  /// A generator with a fixed seed (Knuth's MMIX constants), so that a failure can be repeated.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  /// Reads a block; nil when a value is refused.
  private func read(_ fields: [(String, String)], _ block: HeaderBlock, secret: String? = nil) -> [HeaderField]? {
    block.begin()
    for (name, value) in fields {
      guard add(Array(name.utf8), Array(value.utf8), block, isSecret: name == secret) else { return nil }
    }
    block.end()
    defer { block.release() }
    return block.fields
  }

  private func add(_ name: [UInt8], _ value: [UInt8], _ block: HeaderBlock, isSecret: Bool = false) -> Bool {
    name.withUnsafeBytes { name in value.withUnsafeBytes { block.add(name, $0, isSecret: isSecret) } }
  }

  @Test("a block that says the same is the same array, and one that does not leaves the array before as it was")
  func repetition() throws {
    let block = HeaderBlock()
    let fields = [(":path", "/a.B/C"), ("te", "trailers"), ("authorization", "Bearer 0123456789abcdef")]
    let first = try #require(read(fields, block, secret: "authorization"))
    let second = try #require(read(fields, block, secret: "authorization"))
    #expect(first.withUnsafeBufferPointer { $0.baseAddress } == second.withUnsafeBufferPointer { $0.baseAddress })
    #expect(first.map(\.isSensitive) == [false, false, true])
    let third = try #require(read([(":path", "/a.B/D")] + fields.dropFirst(), block))
    #expect(third.map(\.value) == ["/a.B/D", "trailers", "Bearer 0123456789abcdef"])
    #expect(first.map(\.value) == fields.map(\.1))
  }

  @Test("whatever blocks follow each other, each is read as it came", arguments: [1, 2, 3] as [UInt64])
  func sequences(seed: UInt64) throws {
    var generator = Seeded(state: seed)
    let block = HeaderBlock()
    var fields: [(String, String)] = []
    for _ in 0..<400 {
      let place = Int.random(in: 0...fields.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0 where place < fields.count: fields.remove(at: place)
      case 1 where place < fields.count: fields[place].1 = text(&generator)
      case 2: fields.insert((text(&generator), text(&generator)), at: place)
      case 3 where fields.count > 40: fields = []
      case 3: fields.append((text(&generator), text(&generator)))
      default: break
      }
      let found = try #require(read(fields, block))
      #expect(found.map(\.name) == fields.map(\.0))
      #expect(found.map(\.value) == fields.map(\.1))
    }
  }

  private func text(_ generator: inout Seeded) -> String {
    String(repeating: "abc".randomElement(using: &generator) ?? "x", count: Int.random(in: 0...20, using: &generator))
  }

  @Test("a long block is read and not kept")
  func longBlock() throws {
    let block = HeaderBlock()
    let found = try #require(read([("a", String(repeating: "x", count: 3000)), ("b", "c")], block))
    #expect(found.map(\.value.utf8.count) == [3000, 1])
    #expect(block.fields.isEmpty)
    #expect(read([("b", "c")], block)?.map(\.value) == ["c"])
  }

  @Test("a value that is not UTF-8 is refused, also in the place of one that was")
  func notText() throws {
    let block = HeaderBlock()
    _ = read([("a", "x"), ("b", "y")], block)
    block.begin()
    #expect(!add(Array("a".utf8), [0xFF], block))
    #expect(read([("a", "x"), ("b", "z")], block)?.map(\.value) == ["x", "z"])
  }
}
