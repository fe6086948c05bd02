import Testing
import WireFormat

@Suite("JSON conformance: writing", .timeLimit(.minutes(1)))
struct JSONWritingConformanceTests {
  /// A message that has no JSON form, by its bytes, with the path to what has none.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let path: String
    let reason: JSONEncodingError.Reason

    init(_ name: String, _ bytes: String, at path: String, _ reason: JSONEncodingError.Reason) {
      (testDescription, self.bytes, self.path, self.reason) = (name, hex(bytes), path, reason)
    }
  }

  @Test("what has no JSON form is refused with its path", arguments: refusals)
  func refusal(_ refusal: Refusal) throws {
    let message = try Special(serializedBytes: refusal.bytes)
    let error = try #require(jsonFault(message, types: JSONRule.types))
    #expect(error.path == refusal.path)
    #expect(error.reason == refusal.reason)
    #expect("\(error)".hasPrefix("no JSON form of \(refusal.path): "))
  }

  static let refusals = [
    Refusal(
      "TimestampProtoInputTooSmall", "22 0B 08 FF91B8C398FEFFFFFF01", at: "at",
      .timestampOutOfRange(seconds: -62_135_596_801, nanos: 0)),
    Refusal(
      "TimestampProtoInputTooLarge", "22 07 08 8083D1FFAF07", at: "at",
      .timestampOutOfRange(seconds: 253_402_300_800, nanos: 0)),
    Refusal(
      "TimestampProtoNanoTooLarge", "22 06 10 8094EBDC03", at: "at",
      .timestampOutOfRange(seconds: 0, nanos: 1_000_000_000)),
    Refusal(
      "TimestampProtoNegativeNanos", "22 0B 10 FFFFFFFFFFFFFFFFFF01", at: "at",
      .timestampOutOfRange(seconds: 0, nanos: -1)),
    Refusal(
      "DurationProtoInputTooLarge", "2A 07 08 81BCAECE9709", at: "length",
      .durationOutOfRange(seconds: 315_576_000_001, nanos: 0)),
    Refusal(
      "DurationProtoNanosWrongSign", "4A 00 4A 0D 08 01 10 FFFFFFFFFFFFFFFFFF01", at: "lengths[1]",
      .durationOutOfRange(seconds: 1, nanos: -1)),
    Refusal("FieldMaskPathsDontRoundTrip", "0A 06 0A 04 61 42 63 64", at: "mask", .pathNotReversible("aBcd")),
    Refusal("FieldMaskNumbersDontRoundTrip", "0A 05 0A 03 61 5F 33", at: "mask", .pathNotReversible("a_3")),
    Refusal("FieldMaskTooManyUnderscore", "0A 06 0A 04 61 5F 5F 62", at: "mask", .pathNotReversible("a__b")),
    Refusal("FieldMaskTrailingUnderscore", "0A 04 0A 02 61 5F", at: "mask", .pathNotReversible("a_")),
    Refusal("FieldMaskComma", "0A 05 0A 03 61 2C 62", at: "mask", .pathNotReversible("a,b")),
    Refusal("FieldMaskEmptyPath", "0A 02 0A 00", at: "mask", .pathNotReversible("")),
    Refusal("ValueRejectInfNumberValue", "32 09 11 000000000000F07F", at: "value", .numberNotFinite(.infinity)),
    Refusal("ValueWithoutKind", "32 00", at: "value", .valueWithoutKind),
    Refusal(
      "ValueWithoutKindInside", "3A 0B 0A 09 0A 01 61 12 04 32 02 0A 00", at: "object.a[0]", .valueWithoutKind),
    Refusal("ValueWithoutKindInMap", "7A 05 0A 01 61 12 00", at: "values[\"a\"]", .valueWithoutKind),
    Refusal("AnyWithoutType", "1A 03 12 01 00", at: "any", .invalidTypeURL("")),
    Refusal("AnyWithBadType", "1A 03 0A 01 61", at: "any", .invalidTypeURL("a")),
    Refusal("AnyUnknownType", "1A 05 0A 03 61 2F 62", at: "any", .unknownType(url: "a/b")),
  ]

  @Test("NaN in a Value and bytes that are not the content's are refused")
  func refusalsWithinOthers() throws {
    let notANumber = try Special(serializedBytes: hex("32 09 11 000000000000F87F"))
    #expect(jsonFault(notANumber)?.path == "value")
    var any = GoogleProtobufAny()
    any.typeURL = "x/google.protobuf.Duration"
    any.value = hex("08")
    let reason = JSONEncodingError.Reason.invalidContent(
      url: any.typeURL, DecodingError(path: "seconds", offset: 1, reason: .truncated))
    #expect(jsonFault(any)?.reason == reason)
  }

  @Test("NaN is one word, whatever its sign and payload")
  func normalizedNaN() throws {
    #expect(try Scalars(serializedBytes: hex("15 4523A17F")).jsonString() == #"{"fFloat":"NaN"}"#)
    #expect(try Scalars(serializedBytes: hex("09 2143658779A9FBFF")).jsonString() == #"{"fDouble":"NaN"}"#)
  }

  @Test("fields without presence are written at zero on request, those with presence are not")
  func defaults() throws {
    let options = JSONEncodingOptions(writesDefaults: true)
    let zero =
      #"{"fDouble":0,"fFloat":0,"fInt32":0,"fInt64":"0","fUint32":0,"fUint64":"0","fSint32":0,"fSint64":"0","#
      + #""fFixed32":0,"fFixed64":"0","fSfixed32":0,"fSfixed64":"0","fBool":false,"fString":"","fBytes":"","#
      + #""fColor":"COLOR_UNSPECIFIED"}"#
    #expect(try Scalars().jsonString(options: options) == zero)
    #expect(try Optionals().jsonString(options: options) == "{}")
    #expect(try Choices().jsonString(options: options) == "{}")
    #expect(try Wrappers().jsonString(options: options) == #"{"int64s":[],"bools":[],"strings":{}}"#)
  }

  @Test("names of the schema and numbers of enums are written on request, and read again")
  func namesAndNumbers() throws {
    let names = JSONEncodingOptions(usesSchemaNames: true)
    let fields = try FieldNames(jsonString: JSONStructureConformanceTests.allNames)
    #expect(try fields.jsonString(options: names) == JSONStructureConformanceTests.schemaNames)
    let numbers = JSONEncodingOptions(writesEnumNumbers: true)
    let text = #"{"value":null,"fruit":1,"fruits":[0,2,9],"basket":{"a":1}}"#
    #expect(try Special(jsonString: text).jsonString(options: numbers) == text)
  }

  @Test("the pretty form is the same text with a member or element per line")
  func pretty() throws {
    let message = try Special(jsonString: #"{"fruits":[1,0],"empty":{},"basket":{"a":1},"object":{"b":[]}}"#)
    let text = """
      {
        "empty": {},
        "object": {
          "b": []
        },
        "fruits": [
          "FRUIT_APPLE",
          "FRUIT_NONE"
        ],
        "basket": {
          "a": "FRUIT_APPLE"
        }
      }
      """
    #expect(try message.jsonString(pretty: true) == text)
    #expect(try Special(jsonString: text) == message)
  }
}
