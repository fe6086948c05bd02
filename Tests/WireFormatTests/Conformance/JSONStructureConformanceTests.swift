import Testing
import WireFormat

@Suite("JSON conformance: objects, lists, maps, choices and null", .timeLimit(.minutes(1)))
struct JSONStructureConformanceTests {
  @Test("names of fields", arguments: names)
  func namesRule(rule: JSONRule) throws { try rule.check() }

  static let allNames =
    #"{"plain1":1,"twoWords":2,"Leading":3,"doubleTrailing":4,"with3digits":5,"#
    + #""with3Digits":6,"camelCase":7,"UpperCase":8,"mixedCase":9,"ALLCAPITALS":10}"#
  static let schemaNames =
    #"{"plain1":1,"two_words":2,"_leading":3,"double__trailing_":4,"with3digits":5,"#
    + #""with_3_digits":6,"camelCase":7,"UpperCase":8,"mixed_Case":9,"ALL_CAPITALS":10}"#

  static let names: [JSONRule] = [
    JSONRule("FieldNameInLowerCamelCase", FieldNames.self, allNames, as: allNames),
    JSONRule("OriginalProtoFieldName", FieldNames.self, schemaNames, as: allNames),
    JSONRule("FieldNameWithJsonName", Names.self, #"{"home_url": "a"}"#, as: #"{"12_home":"a"}"#),
    JSONRule("FieldNameEscaped", FieldNames.self, #"{"pl\u0061in1": 1}"#, as: #"{"plain1":1}"#),
    JSONRule("FieldNameOtherCase", FieldNames.self, #"{"TwoWords": 1}"#, as: nil),
    JSONRule("FieldNameReplacedByJsonName", Names.self, #"{"homeUrl": "a"}"#, as: nil),
    JSONRule("FieldNameNotQuoted", FieldNames.self, "{plain1: 1}", as: nil),
    JSONRule("FieldNameDuplicate", FieldNames.self, #"{"plain1": 1, "plain1": 1}"#, as: nil),
    JSONRule("FieldNameDuplicateDifferentCasing1", FieldNames.self, #"{"two_words": 1, "twoWords": 1}"#, as: nil),
    JSONRule("FieldNameDuplicateDifferentCasing2", FieldNames.self, #"{"twoWords": 1, "two_words": 1}"#, as: nil),
    JSONRule("FieldNameDuplicateNull", FieldNames.self, #"{"plain1": null, "plain1": 1}"#, as: nil),
  ]

  @Test("the form of the text", arguments: texts)
  func textsRule(rule: JSONRule) throws { try rule.check() }

  static let two = #"{"fInt32":1,"fString":"b"}"#
  static let texts: [JSONRule] = [
    JSONRule("OneLineNoSpaces", Scalars.self, two, as: two),
    JSONRule("OneLineWithSpaces", Scalars.self, #" { "fInt32" : 1 , "fString" : "b" } "#, as: two),
    JSONRule("MultilineNoSpaces", Scalars.self, "{\n\"fInt32\"\n:\n1\n,\n\"fString\"\n:\n\"b\"\n}", as: two),
    JSONRule("MultilineWithSpaces", Scalars.self, "\t{\r\n \"fInt32\":1,\r\n \"fString\":\"b\"\r\n}\r\n", as: two),
    JSONRule("OtherSpaces", Scalars.self, "{\u{A0}\"fInt32\": 1}", as: nil),
    JSONRule("ByteOrderMark", Scalars.self, "\u{FEFF}{}", as: nil),
    JSONRule("TrailingCommaInAnObject", Scalars.self, #"{"fInt32":1,}"#, as: nil),
    JSONRule("TrailingCommaInAnObjectWithSpace", Scalars.self, #"{"fInt32":1 , }"#, as: nil),
    JSONRule("TrailingCommaInAnObjectWithNewlines", Scalars.self, "{\"fInt32\":1,\n}", as: nil),
    JSONRule("LeadingComma", Scalars.self, #"{,"fInt32":1}"#, as: nil),
    JSONRule("MissingCommaOneLine", Scalars.self, #"{"fInt32": 1 "fString": "b"}"#, as: nil),
    JSONRule("MissingCommaMultiline", Scalars.self, "{\"fInt32\": 1\n\"fString\": \"b\"}", as: nil),
    JSONRule("MissingColon", Scalars.self, #"{"fInt32" 1}"#, as: nil),
    JSONRule("MissingValue", Scalars.self, #"{"fInt32": }"#, as: nil),
    JSONRule("MissingEnd", Scalars.self, #"{"fInt32": 1"#, as: nil),
    JSONRule("JsonWithComments", Scalars.self, "{\n// one\n\"fInt32\": 1}", as: nil),
    JSONRule("TrailingData", Scalars.self, "{} {}", as: nil),
    JSONRule("Empty", Scalars.self, "", as: nil),
    JSONRule("RejectTopLevelNull", Scalars.self, "null", as: nil),
    JSONRule("RejectTopLevelArray", Scalars.self, "[]", as: nil),
    JSONRule("RejectTopLevelString", Scalars.self, "\"{}\"", as: nil),
  ]

  @Test("lists", arguments: lists)
  func listsRule(rule: JSONRule) throws { try rule.check() }

  static let lists: [JSONRule] = [
    .accepted("PrimitiveRepeatedField", "numbers", "[1,0,-3]", in: Lists.self),
    .accepted("EnumRepeatedField", "colors", #"["COLOR_RED","COLOR_UNSPECIFIED",9]"#, in: Lists.self),
    .accepted("StringRepeatedField", "texts", #"["a","","b"]"#, in: Lists.self),
    .accepted("BytesRepeatedField", "datas", #"["AwQ=",""]"#, in: Lists.self),
    .accepted("MessageRepeatedField", "messages", #"[{"count":1},{}]"#, in: Lists.self),
    .accepted("SpecialValuesRepeatedField", "doubles", #"["NaN",-0.0,"Infinity"]"#, in: Lists.self),
    .absent("EmptyRepeatedField", "numbers", "[]", in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingIntegersGotBool", "numbers", "[1, false]", in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingIntegersGotString", "numbers", #"[1, "b"]"#, in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingIntegersGotMessage", "numbers", #"[1, {"a": 4}]"#, in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingStringsGotInt", "texts", #"["1", 2]"#, in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingStringsGotBool", "texts", #"["1", false]"#, in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingStringsGotMessage", "texts", #"["1", {}]"#, in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingMessagesGotInt", "messages", "[{}, 2]", in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingMessagesGotBool", "messages", "[{}, false]", in: Lists.self),
    .refused("RepeatedFieldWrongElementTypeExpectingMessagesGotString", "messages", #"[{}, "2"]"#, in: Lists.self),
    .refused("RepeatedFieldNotAList", "numbers", "1", in: Lists.self),
    .refused("RepeatedFieldListOfLists", "numbers", "[[1]]", in: Lists.self),
    .refused("RepeatedFieldTrailingComma", "numbers", "[1,]", in: Lists.self),
    .refused("RepeatedFieldTrailingCommaWithSpaceCommaSpace", "numbers", "[1 , ]", in: Lists.self),
    .refused("RepeatedFieldTrailingCommaWithNewlines", "numbers", "[\n1,\n]", in: Lists.self),
    .refused("RepeatedFieldMissingComma", "numbers", "[1 2]", in: Lists.self),
    .refused("RepeatedFieldMissingEnd", "numbers", "[1", in: Lists.self),
    .refused("RepeatedFieldPrimitiveElementIsNull", "numbers", "[1, null]", in: Lists.self),
    .refused("RepeatedFieldMessageElementIsNull", "messages", "[{}, null]", in: Lists.self),
  ]

  @Test("maps", arguments: maps)
  func mapsRule(rule: JSONRule) throws { try rule.check() }

  static let maps: [JSONRule] = [
    .accepted("Int32MapField", "int32s", #"{"-1":2,"3":0}"#, in: Keys.self),
    .accepted("Int64MapField", "int64s", #"{"-9223372036854775808":"1"}"#, in: Keys.self),
    .accepted("Uint32MapField", "uint32s", #"{"4294967295":1}"#, in: Keys.self),
    .accepted("Uint64MapField", "uint64s", #"{"18446744073709551615":"1"}"#, in: Keys.self),
    .accepted("Sint32MapField", "sint32s", #"{"-1":-1}"#, in: Keys.self),
    .accepted("Sint64MapField", "sint64s", #"{"-1":"-1"}"#, in: Keys.self),
    .accepted("Fixed32MapField", "fixed32s", #"{"1":1}"#, in: Keys.self),
    .accepted("Fixed64MapField", "fixed64s", #"{"1":"1"}"#, in: Keys.self),
    .accepted("Sfixed32MapField", "sfixed32s", #"{"-1":1.5}"#, in: Keys.self),
    .accepted("Sfixed64MapField", "sfixed64s", #"{"-1":"NaN"}"#, in: Keys.self),
    .accepted("BoolMapField", "bools", #"{"false":true,"true":false}"#, in: Keys.self),
    .accepted("StringMapField", "strings", #"{"":"","a":"AwQ="}"#, in: Keys.self),
    .accepted("MessageMapField", "messages", #"{"true":{"count":1}}"#, in: Maps.self),
    .accepted("EnumMapField", "colors", #"{"a":"COLOR_RED"}"#, in: Maps.self),
    .accepted("MapFieldInOrderOfKeys", "int32s", #"{"10": 1, "9": 2}"#, as: #"{"9":2,"10":1}"#, in: Keys.self),
    .accepted("Int32MapEscapedKey", "int32s", #"{"\u0031": 2}"#, as: #"{"1":2}"#, in: Keys.self),
    .accepted("Int64MapEscapedKey", "int64s", #"{"\u0031": 2}"#, as: #"{"1":"2"}"#, in: Keys.self),
    .accepted("BoolMapEscapedKey", "bools", #"{"tr\u0075e": true}"#, as: #"{"true":true}"#, in: Keys.self),
    .absent("EmptyMapField", "int32s", "{}", in: Keys.self),
    .refused("Int32MapFieldKeyNotQuoted", "int32s", "{1: 2}", in: Keys.self),
    .refused("BoolMapFieldKeyNotQuoted", "bools", "{true: true}", in: Keys.self),
    .refused("Int32MapFieldKeyTooLarge", "int32s", #"{"2147483648": 1}"#, in: Keys.self),
    .refused("Uint64MapFieldKeyNegative", "uint64s", #"{"-1": 1}"#, in: Keys.self),
    .refused("Int32MapFieldKeyNotNumber", "int32s", #"{"a": 1}"#, in: Keys.self),
    .refused("Int32MapFieldKeyWithSpace", "int32s", #"{" 1": 1}"#, in: Keys.self),
    .refused("BoolMapFieldKeyOther", "bools", #"{"1": true}"#, in: Keys.self),
    .refused("MapFieldDuplicateKey", "int32s", #"{"1": 1, "1": 1}"#, in: Keys.self),
    .refused("MapFieldDuplicateKeyOtherSpelling", "int32s", #"{"1": 1, "1.0": 1}"#, in: Keys.self),
    .refused("MapFieldKeyIsNull", "int32s", "{null: 1}", in: Keys.self),
    .refused("MapFieldValueIsNull", "int32s", #"{"0": null}"#, in: Keys.self),
    .refused("MapFieldMessageValueIsNull", "messages", #"{"true": null}"#, in: Maps.self),
    .refused("MapFieldList", "int32s", "[]", in: Keys.self),
  ]

  @Test("choices", arguments: choices)
  func choicesRule(rule: JSONRule) throws { try rule.check() }

  static let choices: [JSONRule] = [
    .accepted("OneofZeroUint32", "number", "0", in: Choices.self),
    .accepted("OneofZeroString", "text", "\"\"", in: Choices.self),
    .accepted("OneofZeroBytes", "data", "\"\"", in: Choices.self),
    .accepted("OneofZeroBool", "flag", "false", in: Choices.self),
    .accepted("OneofZeroUint64", "large", "\"0\"", in: Choices.self),
    .accepted("OneofZeroFloat", "single", "0", in: Choices.self),
    .accepted("OneofZeroDouble", "real", "0.0", as: "0", in: Choices.self),
    .accepted("OneofZeroEnum", "fruit", "\"FRUIT_NONE\"", in: Choices.self),
    .accepted("OneofZeroMessage", "keys", "{}", in: Choices.self),
    .accepted("NullValueInOtherOneofNewFormat", "nothing", "null", in: Choices.self),
    .accepted("NullValueInOtherOneofOldFormat", "nothing", "\"NULL_VALUE\"", as: "null", in: Choices.self),
    .accepted("OneofValueNull", "value", "null", in: Choices.self),
    .absent("OneofNullMessage", "at", "null", in: Choices.self),
    JSONRule("OneofFieldNullFirst", Choices.self, #"{"number": null, "text": "a"}"#, as: #"{"text":"a"}"#),
    JSONRule("OneofFieldNullSecond", Choices.self, #"{"text": "a", "number": null}"#, as: #"{"text":"a"}"#),
    JSONRule("OneofFieldDuplicate", Choices.self, #"{"number": 1, "text": "a"}"#, as: nil),
    JSONRule("OneofFieldDuplicateSame", Choices.self, #"{"number": 1, "number": 1}"#, as: nil),
    JSONRule("OneofFieldDuplicateNullValue", Choices.self, #"{"nothing": null, "number": 1}"#, as: nil),
  ]

  @Test("null stands for absence in a field of every kind")
  func allFieldsAcceptNull() throws {
    try allNull(Scalars.self)
    try allNull(Optionals.self)
    try allNull(Lists.self)
    try allNull(Keys.self)
    try allNull(Wrappers.self)
  }

  private func allNull<M: Message>(_ type: M.Type) throws {
    let members = M.fieldTable.entries.map { "\"\($0.jsonName)\": null" }.joined(separator: ", ")
    #expect(try M(jsonString: "{\(members)}") == M())
  }

  @Test("what is unknown is stepped over when that is asked for, and refused when not", arguments: unknown)
  func unknownRule(name: String, input: String, output: String) throws {
    try JSONRule(name, Special.self, input, as: output, ignoresUnknown: true).check()
    try JSONRule(name, Special.self, input, as: nil).check()
  }

  static let unknown = [
    ("IgnoreUnknownJsonNumber", #"{"unknown": -1.5e3}"#, "{}"),
    ("IgnoreUnknownJsonString", #"{"unknown": "a\"b"}"#, "{}"),
    ("IgnoreUnknownJsonTrue", #"{"unknown": true}"#, "{}"),
    ("IgnoreUnknownJsonFalse", #"{"unknown": false}"#, "{}"),
    ("IgnoreUnknownJsonNull", #"{"unknown": null, "unknown": 1}"#, "{}"),
    ("IgnoreUnknownJsonObject", #"{"unknown": {"a": [1, {}]}, "mask": "a"}"#, #"{"mask":"a"}"#),
    ("IgnoreUnknownJsonInnerObject", #"{"empty": {"a": 1}}"#, #"{"empty":{}}"#),
    ("IgnoreUnknownEnumStringValueInOptionalField", #"{"fruit": "PEAR"}"#, "{}"),
    ("IgnoreUnknownEnumStringValueInRepeatedField", #"{"fruits": ["PEAR"]}"#, "{}"),
    ("IgnoreUnknownEnumStringValueInRepeatedPart", #"{"fruits": ["PEAR", 1]}"#, #"{"fruits":["FRUIT_APPLE"]}"#),
    ("IgnoreUnknownEnumStringValueInMapValue", #"{"basket": {"a": "PEAR"}}"#, "{}"),
    (
      "IgnoreUnknownEnumStringValueInMapPart", #"{"basket": {"a": "PEAR", "b": 1}}"#,
      #"{"basket":{"b":"FRUIT_APPLE"}}"#
    ),
  ]

  @Test(
    "what is unknown has to be JSON all the same",
    arguments: ["{\"x\": }", "{\"x\": nul}", "{\"x\": [1,]}", "{\"x\": \"\\u12\"}", "{\"x\": 01}", "{\"x\": {1:2}}"])
  func unknownSyntax(input: String) throws {
    try JSONRule(input, Special.self, input, as: nil, ignoresUnknown: true).check()
  }
}
