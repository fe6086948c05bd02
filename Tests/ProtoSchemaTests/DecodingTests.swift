import ProtoSchema
import Testing

@Suite("Schemas read from descriptors", .timeLimit(.minutes(1)))
struct DecodingTests {
  static let text = """
    message Order {
      enum State { OPEN = 0; PAID = 1; }
      message Line { string sku = 1; optional int32 count = 2; }
      repeated Line lines = 1;
      map<string, Line> by_name = 2;
      repeated int32 packed = 3;
      repeated int32 loose = 4 [packed = false];
      oneof way { string mail = 5; State state = 6; }
      reserved 9, 20 to 30;
    }
    service Shop { rpc Watch(stream Order) returns (stream Order.Line); }
    """

  @Test("have the kinds, cardinalities, oneofs and methods they were written with")
  func equal() throws {
    let schema = try link(proto3: Self.text)
    let decoded = try Schema(decodingSet: schema.descriptorSet())
    #expect(decoded.descriptorSet() == schema.descriptorSet())
    let (written, read) = (schema.messages["p.Order"]?.fields, decoded.messages["p.Order"]?.fields)
    #expect(read?.map(\.kind) == written?.map(\.kind))
    #expect(read?.map(\.cardinality) == written?.map(\.cardinality))
    #expect(read?.map(\.oneofIndex) == written?.map(\.oneofIndex))
    #expect(decoded.messages["p.Order.Line"]?.fields.map(\.cardinality) == [.implicit, .optional])
    let method = decoded.files.flatMap(\.services).first?.methods.first
    #expect(method?.requestType == "p.Order" && method?.replyType == "p.Order.Line")
    #expect(method?.isRequestStream == true && method?.isReplyStream == true)
  }

  @Test("of bytes cut anywhere are whole messages or an error")
  func cut() throws {
    let file = try #require(try link(proto3: Self.text).files.first).encoded()
    var refused = 0
    for count in 0..<file.count {
      do { _ = try FileDescriptor(decoding: Array(file.prefix(count))) } catch { refused += 1 }
    }
    #expect(refused > file.count * 8 / 10)
  }

  @Test("of messages without end within each other are refused")
  func depth() {
    var message: [UInt8] = [0x0A, 1, 0x6D]
    for _ in 0..<70 {
      var outer: [UInt8] = [0x0A, 1, 0x6D, 0x1A]
      var count = message.count
      while count > 0x7F {
        outer.append(UInt8(count & 0x7F) | 0x80)
        count >>= 7
      }
      message = outer + [UInt8(count)] + message
    }
    var file: [UInt8] = [0x22]
    file += [UInt8(message.count & 0x7F) | 0x80, UInt8(message.count >> 7)] + message
    #expect(throws: DescriptorError.self) { try FileDescriptor(decoding: file) }
  }
}
