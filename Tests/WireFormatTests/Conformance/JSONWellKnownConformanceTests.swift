import Testing
import WireFormat

@Suite("JSON conformance: well-known types", .timeLimit(.minutes(1)))
struct JSONWellKnownConformanceTests {
  @Test("wrappers", arguments: wrappers)
  func wrappersRule(rule: JSONRule) throws { try rule.check() }

  static let wrappers: [JSONRule] = [
    .accepted("OptionalDoubleWrapper", "aDouble", "0", in: Wrappers.self),
    .accepted("OptionalFloatWrapper", "aFloat", "\"NaN\"", in: Wrappers.self),
    .accepted("OptionalInt64Wrapper", "anInt64", "0", as: "\"0\"", in: Wrappers.self),
    .accepted("OptionalUint64Wrapper", "aUint64", "\"18446744073709551615\"", in: Wrappers.self),
    .accepted("OptionalInt32Wrapper", "anInt32", "\"-1\"", as: "-1", in: Wrappers.self),
    .accepted("OptionalUint32Wrapper", "aUint32", "0", in: Wrappers.self),
    .accepted("OptionalBoolWrapper", "aBool", "false", in: Wrappers.self),
    .accepted("OptionalStringWrapper", "aString", "\"\"", in: Wrappers.self),
    .accepted("OptionalBytesWrapper", "someBytes", "\"AwQ\"", as: "\"AwQ=\"", in: Wrappers.self),
    .accepted("RepeatedInt64Wrapper", "int64s", #"["0","1"]"#, in: Wrappers.self),
    .accepted("RepeatedBoolWrapper", "bools", "[true,false]", in: Wrappers.self),
    .accepted("MapOfStringWrapper", "strings", #"{"a":""}"#, in: Wrappers.self),
    .refused("RepeatedWrapperElementIsNull", "bools", "[null]", in: Wrappers.self),
    .refused("WrapperAsObject", "anInt32", #"{"value": 1}"#, in: Wrappers.self),
    .refused("Int32WrapperTooLarge", "anInt32", "2147483648", in: Wrappers.self),
    JSONRule("TopLevelWrapper", GoogleProtobufStringValue.self, "\"a\"", as: "\"a\""),
    JSONRule("TopLevelWrapperNull", GoogleProtobufStringValue.self, "null", as: nil),
  ]

  @Test("durations", arguments: durations)
  func durationsRule(rule: JSONRule) throws { try rule.check() }

  static let durations: [JSONRule] = [
    .accepted("DurationMinValue", "length", "\"-315576000000.999999999s\"", in: Special.self),
    .accepted("DurationMaxValue", "length", "\"315576000000.999999999s\"", in: Special.self),
    .accepted("DurationRepeatedValue", "lengths", #"["1.500s","-1.500s","0s"]"#, in: Special.self),
    .accepted("DurationNegativeNanosOnly", "length", "\"-0.5s\"", as: "\"-0.500s\"", in: Special.self),
    .accepted("DurationHasZeroFractionalDigit", "length", "\"2.000000000s\"", as: "\"2s\"", in: Special.self),
    .accepted("DurationHas3FractionalDigits", "length", "\"2.02s\"", as: "\"2.020s\"", in: Special.self),
    .accepted("DurationHas6FractionalDigits", "length", "\"2.00002s\"", as: "\"2.000020s\"", in: Special.self),
    .accepted("DurationHas9FractionalDigits", "length", "\"2.00000002s\"", as: "\"2.000000020s\"", in: Special.self),
    .absent("DurationNull", "length", "null", in: Special.self),
    .refused("DurationMissingS", "length", "\"1\"", in: Special.self),
    .refused("DurationNumber", "length", "1", in: Special.self),
    .refused("DurationJsonInputTooSmall", "length", "\"-315576000001s\"", in: Special.self),
    .refused("DurationJsonInputTooLarge", "length", "\"315576000001s\"", in: Special.self),
    .refused("DurationJsonInputBeyondInt64", "length", "\"9223372036854775808s\"", in: Special.self),
    .refused("DurationTenDigits", "length", "\"1.0000000001s\"", in: Special.self),
    .refused("DurationPlusSign", "length", "\"+1s\"", in: Special.self),
    .refused("DurationSignInFraction", "length", "\"1.-5s\"", in: Special.self),
    .refused("DurationCapitalS", "length", "\"1S\"", in: Special.self),
    .refused("DurationSpace", "length", "\"1 s\"", in: Special.self),
  ]

  @Test("moments", arguments: moments)
  func momentsRule(rule: JSONRule) throws { try rule.check() }

  static let moments: [JSONRule] = [
    .accepted("TimestampMinValue", "at", "\"0001-01-01T00:00:00Z\"", in: Special.self),
    .accepted("TimestampMaxValue", "at", "\"9999-12-31T23:59:59.999999999Z\"", in: Special.self),
    .accepted(
      "TimestampRepeatedValue", "moments", #"["1969-12-31T23:59:59.500Z","2000-02-29T00:00:00Z"]"#, in: Special.self),
    .accepted(
      "TimestampWithPositiveOffset", "at", "\"1970-01-01T08:00:01+08:00\"", as: "\"1970-01-01T00:00:01Z\"",
      in: Special.self),
    .accepted(
      "TimestampWithNegativeOffset", "at", "\"1969-12-31T16:00:01-08:00\"", as: "\"1970-01-01T00:00:01Z\"",
      in: Special.self),
    .accepted(
      "TimestampZeroNormalized", "at", "\"1969-12-31T16:00:00-08:00\"", as: "\"1970-01-01T00:00:00Z\"",
      in: Special.self),
    .accepted(
      "TimestampHasZeroFractionalDigit", "at", "\"2024-02-29T01:02:03.000000000Z\"", as: "\"2024-02-29T01:02:03Z\"",
      in: Special.self),
    .accepted(
      "TimestampHas3FractionalDigits", "at", "\"2024-02-29T01:02:03.02Z\"", as: "\"2024-02-29T01:02:03.020Z\"",
      in: Special.self),
    .accepted(
      "TimestampHas6FractionalDigits", "at", "\"2024-02-29T01:02:03.00002Z\"", as: "\"2024-02-29T01:02:03.000020Z\"",
      in: Special.self),
    .accepted(
      "TimestampHas9FractionalDigits", "at", "\"2024-02-29T01:02:03.00000002Z\"",
      as: "\"2024-02-29T01:02:03.000000020Z\"", in: Special.self),
    .absent("TimestampNull", "at", "null", in: Special.self),
    .refused("TimestampNumber", "at", "0", in: Special.self),
    .refused("TimestampJsonInputTooSmall", "at", "\"0000-12-31T23:59:59Z\"", in: Special.self),
    .refused("TimestampJsonInputTooSmallByOffset", "at", "\"0001-01-01T00:00:00+00:01\"", in: Special.self),
    .refused("TimestampJsonInputTooLarge", "at", "\"10000-01-01T00:00:00Z\"", in: Special.self),
    .refused("TimestampJsonInputTooLargeByOffset", "at", "\"9999-12-31T23:59:59-00:01\"", in: Special.self),
    .refused("TimestampJsonInputMissingZ", "at", "\"2024-01-01T00:00:00\"", in: Special.self),
    .refused("TimestampJsonInputMissingT", "at", "\"2024-01-01 00:00:00Z\"", in: Special.self),
    .refused("TimestampJsonInputLowercaseZ", "at", "\"2024-01-01T00:00:00z\"", in: Special.self),
    .refused("TimestampJsonInputLowercaseT", "at", "\"2024-01-01t00:00:00Z\"", in: Special.self),
    .refused("TimestampNoLeapDay", "at", "\"1900-02-29T00:00:00Z\"", in: Special.self),
    .refused("TimestampLeapSecond", "at", "\"2016-12-31T23:59:60Z\"", in: Special.self),
    .refused("TimestampTwentyFour", "at", "\"2024-01-01T24:00:00Z\"", in: Special.self),
    .refused("TimestampSignInOffset", "at", "\"2024-01-01T00:00:00++1:00\"", in: Special.self),
    .refused("TimestampShortOffset", "at", "\"2024-01-01T00:00:00+01\"", in: Special.self),
    .refused("TimestampTenDigits", "at", "\"2024-01-01T00:00:00.0000000001Z\"", in: Special.self),
    .refused("TimestampNoDigit", "at", "\"2024-01-01T00:00:00.Z\"", in: Special.self),
  ]

  @Test("field masks and Empty", arguments: masks)
  func masksRule(rule: JSONRule) throws { try rule.check() }

  static let masks: [JSONRule] = [
    .accepted("FieldMask", "mask", "\"user.displayName,photo,a1B\"", in: Special.self),
    .accepted("EmptyFieldMask", "mask", "\"\"", in: Special.self),
    .refused("FieldMaskInvalidCharacter", "mask", "\"photo,display_name\"", in: Special.self),
    .refused("FieldMaskEmptyPath", "mask", "\"photo,\"", in: Special.self),
    .refused("FieldMaskList", "mask", "[\"photo\"]", in: Special.self),
    .accepted("Empty", "empty", "{}", in: Special.self),
    .refused("EmptyWithMember", "empty", #"{"a": 1}"#, in: Special.self),
    .accepted("Type", "type", #"{"fields":[{"kind":"TYPE_INT32","typeUrl":"x/y"}]}"#, in: Special.self),
    .accepted("Api", "api", #"{"methods":[{"name":"Get"}],"mixins":[{"root":"a"}]}"#, in: Special.self),
  ]

  @Test("Struct, Value and ListValue", arguments: values)
  func valuesRule(rule: JSONRule) throws { try rule.check() }

  static let values: [JSONRule] = [
    .accepted("Struct", "object", #"{"":null,"a":{"b":[1,"c",false,{}]},"d":-0.5}"#, in: Special.self),
    .accepted("StructWithEmptyListValue", "object", #"{"a":[]}"#, in: Special.self),
    .refused("StructDuplicateMember", "object", #"{"a": 1, "a": 1}"#, in: Special.self),
    .refused("StructList", "object", "[]", in: Special.self),
    .absent("StructNull", "object", "null", in: Special.self),
    .accepted("ValueAcceptInteger", "value", "1", in: Special.self),
    .accepted("ValueAcceptFloat", "value", "1.5e-7", as: "1.5e-07", in: Special.self),
    .accepted("ValueAcceptBool", "value", "false", in: Special.self),
    .accepted("ValueAcceptNull", "value", "null", in: Special.self),
    .accepted("ValueAcceptString", "value", "\"NaN\"", in: Special.self),
    .accepted("ValueAcceptList", "value", #"[0,"a",[]]"#, in: Special.self),
    .accepted("ValueAcceptListWithNull", "value", "[null,1]", in: Special.self),
    .accepted("ValueAcceptObject", "value", #"{"value":1}"#, in: Special.self),
    .accepted("ValueInMapNull", "values", #"{"a":null}"#, in: Special.self),
    .accepted("RepeatedListValue", "lists", #"[["a"],[]]"#, in: Special.self),
    .refused("ValueNumberTooLarge", "value", "1e309", in: Special.self),
    .refused("ValueNanNotQuoted", "value", "NaN", in: Special.self),
    .refused("ValueWord", "value", "nil", in: Special.self),
    .refused("ListValueObject", "lists", "[{}]", in: Special.self),
    JSONRule("TopLevelValueNull", GoogleProtobufValue.self, "null", as: "null"),
    JSONRule("TopLevelListValue", GoogleProtobufListValue.self, "[1]", as: "[1]"),
  ]

  @Test("Any", arguments: anys)
  func anysRule(rule: JSONRule) throws { try rule.check() }

  static func any(_ type: String, _ members: String = "") -> String {
    "{\"@type\":\"type.googleapis.com/\(type)\"\(members)}"
  }
  static let anys: [JSONRule] = [
    .accepted("Any", "any", any("wire.fixture.Optionals", #","count":5,"text":"a""#), in: Special.self),
    .accepted("AnyEmptyMessage", "any", any("google.protobuf.Empty"), in: Special.self),
    .accepted("AnyWithNoType", "any", "{}", in: Special.self),
    .absent("AnyNull", "any", "null", in: Special.self),
    .accepted(
      "AnyNested", "any", any("google.protobuf.Any", ",\"value\":\(any("wire.fixture.Partial", #","fInt32":5"#))"),
      in: Special.self),
    .accepted(
      "AnyUnorderedTypeTag", "any", #"{"count": 5, "@type": "type.googleapis.com/wire.fixture.Optionals"}"#,
      as: any("wire.fixture.Optionals", #","count":5"#), in: Special.self),
    .accepted("AnyOtherHost", "any", #"{"@type":"example.org/a/wire.fixture.Partial"}"#, in: Special.self),
    .accepted("AnyWithInt32ValueWrapper", "any", any("google.protobuf.Int32Value", ",\"value\":5"), in: Special.self),
    .accepted("AnyWithDuration", "any", any("google.protobuf.Duration", ",\"value\":\"1.500s\""), in: Special.self),
    .accepted(
      "AnyWithTimestamp", "any", any("google.protobuf.Timestamp", ",\"value\":\"1970-01-01T00:00:00Z\""),
      in: Special.self),
    .accepted("AnyWithFieldMask", "any", any("google.protobuf.FieldMask", ",\"value\":\"a,bC\""), in: Special.self),
    .accepted("AnyWithStruct", "any", any("google.protobuf.Struct", #","value":{"a":1}"#), in: Special.self),
    .accepted("AnyWithValueForInteger", "any", any("google.protobuf.Value", ",\"value\":1"), in: Special.self),
    .accepted("AnyWithValueForJsonObject", "any", any("google.protobuf.Value", #","value":{"a":1}"#), in: Special.self),
    .accepted("AnyWithValueNull", "any", any("google.protobuf.Value", ",\"value\":null"), in: Special.self),
    .accepted("AnyRepeated", "anys", "[{},\(any("wire.fixture.Partial"))]", in: Special.self),
    .refused("AnyWithoutTypeTag", "any", #"{"count": 5}"#, in: Special.self),
    .refused("AnyWktRepresentationWithEmptyTypeAndValue", "any", #"{"@type": "", "value": ""}"#, in: Special.self),
    .refused("AnyWktRepresentationWithBadTypes", "any", #"{"@type": "not a url", "value": ""}"#, in: Special.self),
    .refused("AnyTypeWithoutName", "any", #"{"@type": "type.googleapis.com/"}"#, in: Special.self),
    .refused("AnyTypeWithoutHost", "any", #"{"@type": "/wire.fixture.Partial"}"#, in: Special.self),
    .refused("AnyUnknownType", "any", any("wire.fixture.Absent"), in: Special.self),
    .refused("AnyTypeNotAString", "any", #"{"@type": 5}"#, in: Special.self),
    .refused(
      "AnyTypeTwice", "any", any("wire.fixture.Partial", #", "@type": "x/wire.fixture.Partial""#), in: Special.self),
    .refused(
      "AnyWrappedTypeTwice", "any",
      any("google.protobuf.Duration", #", "value": "1s", "@type": "x/google.protobuf.Duration""#), in: Special.self),
    .refused("AnyWrappedWithoutValue", "any", any("google.protobuf.Duration"), in: Special.self),
    .refused(
      "AnyWrappedValueTwice", "any", any("google.protobuf.Duration", ##","value":"1s","value":"1s""##), in: Special.self
    ),
    .refused(
      "AnyWrappedOtherMember", "any", any("google.protobuf.Duration", ##","value":"1s","a":1"##), in: Special.self),
    .refused("AnyUnknownMember", "any", any("wire.fixture.Partial", ",\"a\":1"), in: Special.self),
    .refused("AnyNotAnObject", "any", "\"a\"", in: Special.self),
  ]
}
