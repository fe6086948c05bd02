import DynamicMessages
import ProtoSchema
import Testing
import WireFormat

@Suite("Messages of a schema read at run time", .timeLimit(.minutes(1)))
struct MessageEncoderTests {
  private static let text = """
    syntax = "proto3";
    package shop;
    message Order {
      int32 id = 1; string name = 2; repeated sint64 deltas = 3; map<string, Item> items = 4; Color color = 5;
      oneof pay { string card = 6; bool cash = 7; }
      bytes raw = 8; double price = 9 [json_name = "unitPrice"]; fixed64 big = 10; map<int32, bool> flags = 11;
    }
    message Item { float weight = 1; Order back = 2; }
    enum Color { RED = 0; BLUE = 7; }
    """
  private let encoder: MessageEncoder

  init() throws {
    encoder = MessageEncoder(
      schema: try SchemaLoader.load(["shop.proto"]) { $0 == "shop.proto" ? Array(Self.text.utf8) : nil })
  }

  private func hex(_ json: String) throws -> String {
    try encoder.binary(ofJSON: json, as: "shop.Order").map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  @Test(
    "each kind of field is written as protobuf writes it",
    arguments: [
      (#"{"id":300}"#, "08ac02"), (#"{"id":-1}"#, "08ffffffffffffffffff01"), (#"{"name":"hé"}"#, "120368c3a9"),
      (#"{"deltas":[-1,"2"]}"#, "18011804"), (#"{"color":"BLUE"}"#, "2807"), (#"{"color":9}"#, "2809"),
      (#"{"cash":true}"#, "3801"), (#"{"raw":"_w=="}"#, "4201ff"), (#"{"unitPrice":1}"#, "49000000000000f03f"),
      (#"{"price":"-Infinity"}"#, "49000000000000f0ff"), (#"{"big":"18446744073709551615"}"#, "51ffffffffffffffff"),
      (#"{"items":{"a":{"weight":1}}}"#, "220a0a016112050d0000803f"), (#"{"flags":{"5":true}}"#, "5a0408051001"),
      (#"{"name":null}"#, ""), ("{}", ""),
    ])
  func fields(_ json: String, _ expected: String) throws {
    #expect(try hex(json) == expected)
  }

  @Test(
    "a value that does not fit is refused with its path and what is allowed",
    arguments: [
      (#"{"id":1.5}"#, "id: expected a whole number of -2147483648 to 2147483647"),
      (#"{"nme":1}"#, "nme: shop.Order has no such field"),
      (#"{"items":{"a":{"weight":"x"}}}"#, #"items["a"].weight: expected a number"#),
      (#"{"deltas":[1,true]}"#, "deltas[1]: expected a whole number"),
      (#"{"color":"GREEN"}"#, "color: expected one of RED, BLUE"),
      (#"{"card":"x","cash":true}"#, "of the same oneof is set too"), (#"{"raw":"?"}"#, "raw: expected base64"),
      (#"[1]"#, "expected an object for shop.Order"), (#"{"id""#, "invalid JSON"),
    ])
  func refused(_ json: String, _ reason: String) {
    let error = #expect(throws: MessageEncodingError.self) { _ = try encoder.binary(ofJSON: json, as: "shop.Order") }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }
}
