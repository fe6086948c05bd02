import Testing
import WireFormat

@Suite("Fields a schema does not know", .timeLimit(.minutes(1)))
struct UnknownFieldTests {
  @Test("they are kept as they came and written behind the known ones")
  func kept() throws {
    let bytes = ScalarTests.bytes
    var message = try Partial(serializedBytes: bytes)
    #expect(message.fInt32 == -1)
    message.extra = "x"
    let again = try Scalars(serializedBytes: message.serializedBytes())
    var expected = ScalarTests.values
    #expect(again != expected)
    expected.unknownFields = again.unknownFields
    #expect(again == expected)
    #expect(again.unknownFields.bytes == hex("a206 0178"))
  }

  @Test("overlong tags and lengths are kept byte for byte")
  func byteForByte() throws {
    let bytes = hex("a8868000 01 b2868000 818000 61")
    let message = try Partial(serializedBytes: bytes)
    #expect(message.unknownFields.bytes == bytes)
    #expect(message.serializedBytes() == bytes)
  }

  @Test("groups, also in groups, are stepped over and kept")
  func groups() throws {
    let bytes = hex("53 0801 5b 5c 1202 6162 54")
    let message = try Partial(serializedBytes: bytes + hex("1807"))
    #expect(message.fInt32 == 7)
    #expect(message.unknownFields.bytes == bytes)
  }

  @Test("unknown fields inside messages, lists and map values survive")
  func nested() throws {
    let bytes = hex("4a05 08 01 ba06 00 4a00")
    let message = try Lists(serializedBytes: bytes)
    #expect(message.messages[0].unknownFields.bytes == hex("ba0600"))
    #expect(message.serializedBytes() == bytes)
  }

  @Test("a known number with another wire type is an unknown field")
  func wrongWireType() throws {
    let message = try Scalars(serializedBytes: hex("1d 01000000 7005"))
    #expect(message.fInt32 == 0)
    #expect(message.unknownFields.bytes == hex("1d 01000000 7005"))
  }

  @Test("messages that differ in unknown fields only are not equal")
  func equality() throws {
    let message = try Partial(serializedBytes: hex("0801"))
    #expect(message != Partial())
  }
}
