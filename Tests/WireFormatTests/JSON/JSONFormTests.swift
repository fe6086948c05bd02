import Testing
import WireFormat

@Suite("The JSON form of fields", .timeLimit(.minutes(1)))
struct JSONFormTests {
  @Test("every scalar has the form of the proto3 mapping")
  func scalars() throws {
    let text = try ScalarTests.values.jsonString()
    #expect(
      text == """
        {"fDouble":1.5,"fFloat":-0.25,"fInt32":-1,"fInt64":"-9223372036854775808","fUint32":4294967295,\
        "fUint64":"18446744073709551615","fSint32":-2,"fSint64":"-9223372036854775808","fFixed32":16909060,\
        "fFixed64":"1","fSfixed32":-1,"fSfixed64":"-2","fBool":true,"fString":"Zürich","fBytes":"AP8=","fColor":"COLOR_NEGATIVE"}
        """)
    #expect(try Scalars(jsonString: text) == ScalarTests.values)
  }

  @Test("fields without presence are left out at zero")
  func defaults() throws {
    #expect(try Scalars().jsonString() == "{}")
    #expect(try Lists().jsonString() == "{}")
    #expect(try Maps().jsonString() == "{}")
  }

  @Test("both names of a field are read")
  func bothNames() throws {
    #expect(try Scalars(jsonString: #"{"f_int32": 1, "fUint32": 2}"#).serializedBytes() == hex("1801 2802"))
    #expect(try Names(jsonString: #"{"12_home": "a"}"#).homeURL == "a")
    #expect(try Names(jsonString: #"{"home_url": "a"}"#).homeURL == "a")
    #expect(jsonFault(Names.self, #"{"homeUrl": "a"}"#) != nil)
  }

  @Test("null means absence everywhere but in lists")
  func null() throws {
    let text = #"{"count": null, "text": null, "scalars": null, "color": null}"#
    #expect(try Optionals(jsonString: text) == Optionals())
    #expect(try Lists(jsonString: #"{"numbers": null}"#) == Lists())
    #expect(try Maps(jsonString: #"{"counts": null}"#) == Maps())
    #expect(try Choice(jsonString: #"{"number": null, "text": "a"}"#).body == .text("a"))
    #expect(jsonFault(Lists.self, #"{"texts": [null]}"#)?.path == "texts[0]")
  }

  @Test("lists, maps and choices go both ways; maps in the order of their keys")
  func composed() throws {
    var maps = Maps()
    maps.counts = ["b": 1, "a": 2]
    maps.names = [-5: "x"]
    maps.messages = [true: Optionals()]
    maps.shares = [7: .nan]
    maps.blobs = ["k": [255, 254, 253]]
    let text = try maps.jsonString()
    #expect(
      text
        == #"{"counts":{"a":2,"b":1},"names":{"-5":"x"},"messages":{"true":{}},"#
        + #""shares":{"7":"NaN"},"blobs":{"k":"//79"}}"#
    )
    #expect(try Maps(jsonString: text).jsonString() == text)
    var choice = Choice()
    choice.body = .number(0)
    choice.note = "\"\\\n\u{1}/"
    #expect(try choice.jsonString() == #"{"number":0,"note":"\"\\\n\u0001/"}"#)
    #expect(try Choice(jsonString: choice.jsonString()) == choice)
  }

  @Test("numbers are read from numbers and strings, exactly")
  func numbers() throws {
    #expect(
      try Scalars(jsonString: #"{"fInt32": "12", "fInt64": 9007199254740993, "fUint32": 1.0}"#).fInt64
        == 9_007_199_254_740_993)
    #expect(try Scalars(jsonString: #"{"fInt32": 1e3}"#).fInt32 == 1_000)
    #expect(try Scalars(jsonString: #"{"fDouble": "-Infinity"}"#).fDouble == -.infinity)
    #expect(try Scalars(jsonString: #"{"fDouble": "1.25e2"}"#).fDouble == 125)
    #expect(try Scalars(jsonString: #"{"fFloat": "NaN"}"#).fFloat.isNaN)
    var message = Scalars()
    message.fDouble = 0.1
    message.fFloat = 0.1
    #expect(try message.jsonString() == #"{"fDouble":0.1,"fFloat":0.1}"#)
    message.fDouble = 1e300
    message.fFloat = -.infinity
    #expect(try Scalars(jsonString: message.jsonString()) == message)
  }

  @Test(
    "base64 of both alphabets with and without padding is read",
    arguments: ["-_8=", "+/8=", "-_8", "+/8"])
  func base64(text: String) throws {
    #expect(try Scalars(jsonString: "{\"fBytes\": \"\(text)\"}").fBytes == [0xFB, 0xFF])
  }

  @Test("bytes of every length survive base64", arguments: 0...9)
  func base64Lengths(length: Int) throws {
    var message = Scalars()
    message.fBytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37) }
    #expect(try Scalars(jsonString: message.jsonString()) == message)
  }

  @Test("enums are read by name or number, and written by number when unnamed")
  func enums() throws {
    #expect(try Scalars(jsonString: #"{"fColor": "COLOR_RED"}"#).fColor == .red)
    #expect(try Scalars(jsonString: #"{"fColor": 2}"#).fColor == .green)
    #expect(try Scalars(jsonString: #"{"fColor": 9}"#).jsonString() == #"{"fColor":9}"#)
  }

  @Test("escapes and surrogate pairs are resolved")
  func escapes() throws {
    #expect(try Scalars(jsonString: #"{"fString": "\u00e9\ud83d\ude00\/\b\f\r\t"}"#).fString == "é😀/\u{8}\u{C}\r\t")
  }

  @Test("the pretty form has one member a line")
  func pretty() throws {
    var message = Optionals()
    message.count = 1
    message.scalars = Scalars()
    let text = "{\n  \"count\": 1,\n  \"scalars\": {}\n}"
    #expect(try message.jsonString(pretty: true) == text)
    #expect(try Optionals(jsonString: text) == message)
  }
}
