import Testing

@Suite("JSON conformance: strings and bytes", .timeLimit(.minutes(1)))
struct JSONTextConformanceTests {
  @Test("strings", arguments: strings)
  func stringsRule(rule: JSONRule) throws { try rule.check() }

  static let strings: [JSONRule] = [
    .accepted("StringField", "fString", "\"Guten Tag\""),
    .accepted("StringFieldUnicode", "fString", "\"łódź 城 😀\""),
    .accepted("StringFieldEscape", "fString", #""\"\\\/\b\f\n\r\t""#, as: #""\"\\/\b\f\n\r\t""#),
    .accepted("StringFieldUnicodeEscape", "fString", #""\u57CE\u0141""#, as: "\"城Ł\""),
    .accepted("StringFieldUnicodeEscapeWithLowercaseHexLetters", "fString", #""\u57ce""#, as: "\"城\""),
    .accepted("StringFieldSurrogatePair", "fString", #""\uD83D\uDE80""#, as: "\"🚀\""),
    .accepted("StringFieldLastScalar", "fString", #""\udbff\udfff""#, as: "\"\u{10FFFF}\""),
    .accepted("StringFieldControlCharacters", "fString", #""\u0000\u001F\u007f""#, as: "\"\\u0000\\u001f\u{7F}\""),
    .accepted("StringFieldDecomposed", "fString", "\"e\u{301}\""),
    .absent("StringFieldEmpty", "fString", "\"\""),
    .refused("StringFieldUppercaseEscapeLetter", "fString", #""\U57CE""#),
    .refused("StringFieldInvalidEscape", "fString", #""\uXYZW""#),
    .refused("StringFieldUnknownEscape", "fString", #""\x41""#),
    .refused("StringFieldUnterminatedEscape", "fString", #""\u57C""#),
    .refused("StringFieldUnpairedHighSurrogate", "fString", #""\uD800""#),
    .refused("StringFieldHighSurrogateBeforeText", "fString", #""\uD800abcdef""#),
    .refused("StringFieldHighSurrogateTwice", "fString", #""\uD800\uD800""#),
    .refused("StringFieldHighSurrogateBeforeOtherScalar", "fString", #""\uD800\u0041""#),
    .refused("StringFieldUnpairedLowSurrogate", "fString", #""\uDC00""#),
    .refused("StringFieldSurrogateInWrongOrder", "fString", #""\uDE80\uD83D""#),
    .refused("StringFieldUnescapedNewline", "fString", "\"a\nb\""),
    .refused("StringFieldUnescapedTab", "fString", "\"a\tb\""),
    .refused("StringFieldUnescapedNull", "fString", "\"a\0b\""),
    .refused("StringFieldNotAString", "fString", "12345"),
    .refused("StringFieldBool", "fString", "true"),
    .refused("StringFieldObject", "fString", "{}"),
    .refused("StringFieldSingleQuoteValue", "fString", "'a'"),
    JSONRule("StringFieldSingleQuoteKey", Scalars.self, "{'fString': \"a\"}", as: nil),
    JSONRule("StringFieldSingleQuoteBoth", Scalars.self, "{'fString': 'a'}", as: nil),
    JSONRule("StringEndsWithEscapeChar", Scalars.self, #"{"fString": "abc\"#, as: nil),
    JSONRule("StringNotEnded", Scalars.self, #"{"fString": "abc"#, as: nil),
  ]

  @Test("bytes", arguments: bytes)
  func bytesRule(rule: JSONRule) throws { try rule.check() }

  static let bytes: [JSONRule] = [
    .accepted("BytesField", "fBytes", "\"AwQ=\""),
    .accepted("BytesFieldNoPadding", "fBytes", "\"AwQ\"", as: "\"AwQ=\""),
    .accepted("BytesFieldBase64Url", "fBytes", "\"-_\"", as: "\"+w==\""),
    .accepted("BytesFieldBase64UrlPadded", "fBytes", "\"_-8=\"", as: "\"/+8=\""),
    .accepted("BytesFieldTwoPaddings", "fBytes", "\"Aw==\""),
    .accepted("BytesFieldEscaped", "fBytes", #""\/\u002b8=""#, as: "\"/+8=\""),
    .absent("BytesFieldEmpty", "fBytes", "\"\""),
    .refused("BytesFieldInvalidCharacter", "fBytes", "\"A*Q=\""),
    .refused("BytesFieldSpace", "fBytes", "\"AwQ= \""),
    .refused("BytesFieldOneDigitLeft", "fBytes", "\"AwQFB\""),
    .refused("BytesFieldPaddingInside", "fBytes", "\"Aw==AwQ=\""),
    .refused("BytesFieldWrongPadding", "fBytes", "\"AwQ==\""),
    .refused("BytesFieldPaddingOnly", "fBytes", "\"====\""),
    .refused("BytesFieldNotAString", "fBytes", "[3, 4]"),
  ]
}
