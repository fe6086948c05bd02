import Transport
import WireFormat

@testable import RPC

/// The small texts of gRPC's headers: each is refused, or written again in a form that means the same.
///
/// The input is taken for a timeout, for base64, for a message, percent-encoded or not, and for metadata.
enum MetadataEntry {
  static let entry = FuzzEntry(name: "metadata") { input throws(Violation) in
    try checkTimeout(input)
    try checkBase64(input)
    try checkPercentEncoding(input)
    var metadata = Metadata()
    for field in HeaderLines.fields(in: input) {
      do throws(MetadataError) { try metadata.append(received: field) } catch { continue }
    }
    try checkRoundTrip(metadata)
  }

  /// Metadata that was received can be sent on and is received the same.
  static func checkRoundTrip(_ metadata: Metadata) throws(Violation) {
    var again = Metadata()
    for field in metadata.headerFields {
      do throws(MetadataError) { try again.append(received: field) } catch {
        throw Violation(description: "what was received cannot be sent on: \(error)")
      }
    }
    try Violation.unless(again == metadata, "metadata changed on its way: \(metadata.entries)")
  }

  private static func checkTimeout(_ input: [UInt8]) throws(Violation) {
    guard let nanoseconds = Timeout.parse(input) else { return }
    let text = Timeout.format(nanoseconds: nanoseconds)
    guard let again = Timeout.parse(Array(text.utf8)) else {
      throw Violation(description: "the timeout \(text) was written and is refused")
    }
    try Violation.unless(again >= nanoseconds, "\(nanoseconds) ns was written as \(text), which is less")
  }

  private static func checkBase64(_ input: [UInt8]) throws(Violation) {
    let text = Base64.encode(input, isPadded: false)
    try Violation.unless(
      Base64.decode(Array(text.utf8), as: .strict) == input, "base64 \(text) is not what it was made of")
    guard let bytes = Base64.decode(input, as: .strict) else { return }
    let digits = input.prefix { $0 != UInt8(ascii: "=") }
    try Violation.unless(Array(Base64.encode(bytes, isPadded: false).utf8) == Array(digits), "base64 with two readings")
  }

  private static func checkPercentEncoding(_ input: [UInt8]) throws(Violation) {
    let message = PercentEncoding.decode(input)
    let value = PercentEncoding.encode(message)
    try Violation.unless(RequestHeadEntry.isPlain(value), "a message was written as \(value)")
    try Violation.unless(value.utf8.first != 0x20 && value.utf8.last != 0x20, "white space around \(value)")
    try Violation.unless(PercentEncoding.decode(Array(value.utf8)) == message, "\(value) is not what it was made of")
  }
}
