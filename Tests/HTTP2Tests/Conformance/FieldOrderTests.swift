import CNghttp2
import Testing
import Transport

@testable import HTTP2

@Suite("Fields in the library's form", .timeLimit(.minutes(2)))
struct FieldOrderTests {
  private static let constant = ConstantHeaders(["content-type": "text/plain", ":status": "200", "x-a": "1"])

  /// Names and values as the library reads them.
  private func vector(_ fields: [HeaderField], _ constant: ConstantHeaders) -> [String] {
    FieldVector.withVector(fields, constant) { start, count in
      UnsafeBufferPointer(start: start, count: count).map { field in
        let name = UnsafeBufferPointer(start: field.name, count: field.namelen)
        let value = UnsafeBufferPointer(start: field.value, count: field.valuelen)
        return String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self)
      }
    }
  }

  @Test("constants go first, pseudo-headers of both before everything else")
  func order() {
    let fields = [HeaderField("x-b", "2"), HeaderField(":path", "/"), HeaderField("x-c", "")]
    #expect(
      vector(fields, Self.constant) == [
        ":status=200", ":path=/", "content-type=text/plain", "x-a=1", "x-b=2", "x-c=",
      ])
  }

  @Test("constants alone, fields alone and neither come out as they are")
  func parts() {
    #expect(vector([], Self.constant) == [":status=200", "content-type=text/plain", "x-a=1"])
    #expect(vector([HeaderField("x-b", "2")], .none) == ["x-b=2"])
    #expect(vector([], .none) == [])
  }

  @Test(
    "texts of any length and script keep their bytes",
    arguments: ["", "a", "fifteen bytes..", "longer than fifteen", "żółw 🐢"])
  func texts(_ text: String) {
    #expect(
      vector([HeaderField("x", text), HeaderField("y", text + text)], .none) == ["x=" + text, "y=" + text + text])
  }

  @Test("only sensitive fields are kept out of compression tables")
  func flags() {
    let fields = [HeaderField("x-b", "2", isSensitive: true), HeaderField("x-c", "3")]
    let flags = FieldVector.withVector(fields, Self.constant) { start, count in
      UnsafeBufferPointer(start: start, count: count).map { UInt32($0.flags) & NGHTTP2_NV_FLAG_NO_INDEX.rawValue != 0 }
    }
    #expect(flags == [false, false, false, true, false])
  }
}
