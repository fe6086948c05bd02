import Testing
import Transport

@testable import HTTP2

@Suite("Header blocks written over the block before", .timeLimit(.minutes(2)))
struct HeaderBlockTests {
  /// Bytes that count who keeps them.
  private final class Memory {
    let bytes: UnsafeMutableRawBufferPointer
    var references = 0

    init(_ text: [UInt8]) {
      bytes = .allocate(byteCount: text.count, alignment: 1)
      bytes.copyBytes(from: text)
    }

    deinit { bytes.deallocate() }
  }

  private struct Shared: FieldBuffer {
    let memory: Memory
    init(_ text: some Sequence<UInt8>) { memory = Memory(Array(text)) }
    init(_ text: String) { self.init(text.utf8) }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory.bytes) }
    func retain() { memory.references += 1 }
    func release() { memory.references -= 1 }
    static func == (left: Shared, right: Shared) -> Bool { left.memory === right.memory }
  }

  private typealias Block = HeaderBlock<Shared>

  /// Reads a block; nil when it is refused.
  private func read(_ fields: [(String, String)], _ block: Block, secret: String? = nil) -> [HeaderField]? {
    read(fields.map { (Shared($0.0), Shared($0.1), $0.0 == secret) }, block)
  }

  private func read(_ fields: [(Shared, Shared, Bool)], _ block: Block) -> [HeaderField]? {
    block.begin()
    do {
      for (name, value, isSecret) in fields where !block.repeats(name, value, isSecret: isSecret) {
        _ = block.endRepetition()
        try block.add(name, value, isSecret: isSecret)
      }
      try block.end()
    } catch {
      block.removeAll()
      return nil
    }
    defer { block.release() }
    return block.fields
  }

  @Test("a block that says the same is the same array, and one that does not leaves the array before as it was")
  func repetition() throws {
    let block = Block(nil)
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
    let block = Block(nil)
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
    let block = Block(nil)
    let found = try #require(read([("a", String(repeating: "x", count: 3000)), ("b", "c")], block))
    #expect(found.map(\.value.utf8.count) == [3000, 1])
    #expect(block.fields.isEmpty)
    #expect(read([("b", "c")], block)?.map(\.value) == ["c"])
  }

  @Test("a value that is not UTF-8 is read as Latin-1, also in the place of one that was")
  func latin1() throws {
    let block = Block(.trailers)
    _ = read([("a", "x"), ("b", "y")], block)
    for _ in 0..<2 { #expect(read([(Shared("a"), Shared([0xFF]), false)], block)?.map(\.value) == ["ÿ"]) }
    #expect(read([("a", "ÿ"), ("b", "z\tz")], block)?.map(\.value) == ["ÿ", "z\tz"])
    #expect(read([(Shared("a"), Shared([0xFF, 0x0A]), false)], block) == nil)
  }

  @Test("what is kept is let go when it is replaced, forgotten, or the block ends")
  func references() throws {
    var buffers: [Shared] = []
    func make(_ text: String) -> Shared {
      buffers.append(Shared(text))
      return buffers[buffers.count - 1]
    }
    func kept() -> Int { buffers.count { $0.memory.references > 0 } }
    var block: Block? = Block(nil)
    let read = { (fields: [(String, String)]) in
      _ = self.read(fields.map { (make($0.0), make($0.1), $0.0 == "s") }, try #require(block))
    }
    try read([("a", "1"), ("b", "2"), ("s", "3")])
    #expect(kept() == 6)
    try read([("a", "1"), ("b", "2"), ("s", "3")])
    #expect(kept() == 6)
    try read([("a", "1"), ("c", "4"), ("d", "5")])
    #expect(kept() == 6)
    try read([("a", "1")])
    #expect(kept() == 2)
    try read([("a", String(repeating: "x", count: 3000)), ("b", "2")])
    #expect(kept() == 0)
    try read([("a", "1")])
    block?.removeAll()
    #expect(kept() == 0)
    try read([("a", "1"), ("b", "2")])
    block = nil
    #expect(kept() == 0 && buffers.allSatisfy { $0.memory.references == 0 })
  }

  @Test("a field that a block was refused for is no part of what the next may repeat")
  func refusal() throws {
    let block = Block(.head)
    let usual = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "h"), ("te", "trailers")]
    #expect(read(usual, block) != nil)
    #expect(read([(":method", "OPTIONS"), (":method", "OPTIONS")], block) == nil)
    #expect(read([(":method", "OPTIONS"), (":scheme", "http"), (":path", "*"), (":authority", "h")], block) != nil)
    // Each field alone has been accepted in its place before.
    #expect(read([(":method", "GET"), (":scheme", "http"), (":path", "*"), (":authority", "h")], block) == nil)
    #expect(read(usual, block) != nil)
    #expect(read(Array(usual[..<2]), block) == nil)
    #expect(read(usual + usual[..<1], block) == nil)
    #expect(read(usual, block) != nil)
  }

  @Test("a block left in the middle is no block that may be repeated")
  func leftOff() throws {
    let block = Block(.head)
    let usual = [(":method", "OPTIONS"), (":scheme", "http"), (":path", "*"), (":authority", "h")]
    #expect(read(usual, block) != nil)
    block.begin()
    _ = block.endRepetition()
    try block.add(Shared(":method"), Shared("GET"), isSecret: false)
    #expect(read([(":method", "GET")] + usual[1...], block) == nil)
  }

  @Test("a field is a secret when it came as one, whatever the block before said")
  func secrecy() throws {
    let block = Block(nil)
    #expect(read([("a", "1")], block)?.map(\.isSensitive) == [false])
    #expect(read([("a", "1")], block, secret: "a")?.map(\.isSensitive) == [true])
    #expect(read([("a", "1")], block)?.map(\.isSensitive) == [false])
  }
}
