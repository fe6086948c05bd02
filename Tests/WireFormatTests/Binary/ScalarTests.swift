import Testing
import WireFormat

@Suite("Scalars on the wire", .timeLimit(.minutes(1)))
struct ScalarTests {
  /// One message with every scalar at a telling value, and its bytes as protoc writes them.
  static let values: Scalars = {
    var message = Scalars()
    message.fDouble = 1.5
    message.fFloat = -0.25
    message.fInt32 = -1
    message.fInt64 = .min
    message.fUint32 = .max
    message.fUint64 = .max
    message.fSint32 = -2
    message.fSint64 = .min
    message.fFixed32 = 0x0102_0304
    message.fFixed64 = 1
    message.fSfixed32 = -1
    message.fSfixed64 = -2
    message.fBool = true
    message.fString = "Zürich"
    message.fBytes = [0, 255]
    message.fColor = .negative
    return message
  }()
  static let bytes = hex(
    """
    09 000000000000f83f 15 000080be 18 ffffffffffffffffff01 20 80808080808080808001 28 ffffffff0f
    30 ffffffffffffffffff01 38 03 40 ffffffffffffffffff01 4d 04030201 51 0100000000000000 5d ffffffff
    61 feffffffffffffff 68 01 72 07 5ac3bc72696368 7a 02 00ff 8001 ffffffffffffffffff01
    """)

  @Test("every scalar is written in its canonical form")
  func canonical() {
    #expect(Self.values.serializedBytes() == Self.bytes)
  }

  @Test("every scalar is read back")
  func read() throws {
    #expect(try Scalars(serializedBytes: Self.bytes) == Self.values)
    #expect(try Scalars(serializedBytes: Self.bytes.span.bytes) == Self.values)
  }

  @Test("zero values of fields without presence take no bytes")
  func zeroes() throws {
    #expect(Scalars().serializedBytes() == [])
    #expect(try Scalars(serializedBytes: hex("1800 6800 7200")) == Scalars())
  }

  @Test("negative zero is not zero on the wire")
  func negativeZero() throws {
    var message = Scalars()
    message.fDouble = -0.0
    #expect(message.serializedBytes() == hex("09 0000000000000080"))
    #expect(try Scalars(serializedBytes: message.serializedBytes()).fDouble.sign == .minus)
  }

  @Test("the last of several values wins")
  func lastWins() throws {
    #expect(try Scalars(serializedBytes: hex("1801 1802")).fInt32 == 2)
  }

  @Test("numbers of more than 32 bits are cut for 32-bit fields")
  func truncation() throws {
    let message = try Scalars(serializedBytes: hex("18 ffffffffffffffff7f 28 8180808010 68 8002"))
    #expect(message.fInt32 == -1)
    #expect(message.fUint32 == 1)
    #expect(message.fBool)
  }

  @Test("an enum number the schema does not name is kept")
  func openEnum() throws {
    let message = try Scalars(serializedBytes: hex("8001 2a"))
    #expect(message.fColor == .unrecognized(42))
    #expect(message.serializedBytes() == hex("8001 2a"))
    #expect(Color.allKnown == [.unspecified, .red, .green, .negative])
    #expect(Color(rawValue: -1) == .negative)
    #expect(Color(protoName: "COLOR_GREEN") == .green)
    #expect(Color(protoName: "GREEN") == nil)
  }

  @Test("a prefix leaves room for a frame's head")
  func prefix() {
    var message = Scalars()
    message.fInt32 = 5
    #expect(message.serializedBytes(prefix: 5) == hex("0000000000 1805"))
  }

  @Test("strings of every length around the eight-byte steps survive", arguments: 0...40)
  func stringLengths(length: Int) throws {
    var message = Scalars()
    message.fString = String(repeating: "a", count: length)
    #expect(try Scalars(serializedBytes: message.serializedBytes()) == message)
    message.fString += "é"
    #expect(try Scalars(serializedBytes: message.serializedBytes()) == message)
  }

  @Test("a message larger than the writer's first memory is whole")
  func growth() throws {
    var message = Lists()
    for index in 0..<2_000 { message.texts.append("text \(index)") }
    #expect(try Lists(serializedBytes: message.serializedBytes()) == message)
  }
}
