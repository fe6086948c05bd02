/// The encoding of `grpc-message`: UTF-8 with everything but printable ASCII, and `%` itself, written `%XX`.
///
/// A space at either end is written `%20`, because HTTP strips white space around a value.
enum PercentEncoding {
  private static let hexadecimal = [UInt8]("0123456789ABCDEF".utf8)

  /// The header value of a message.
  static func encode(_ message: String) -> String {
    let bytes = [UInt8](message.utf8)
    var value: [UInt8] = []
    value.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isEdge = index == 0 || index == bytes.count - 1
      if standsForItself(byte), !(byte == 0x20 && isEdge) {
        value.append(byte)
      } else {
        value += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 0xF)]]
      }
    }
    return String(decoding: value, as: UTF8.self)
  }

  /// The message of a header value. Nothing is ever dropped: a `%` without two hexadecimal digits stands for itself,
  /// and bytes that are not UTF-8 become U+FFFD, as the gRPC protocol asks.
  static func decode(_ value: some Collection<UInt8>) -> String {
    let value = [UInt8](value)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.count)
    var index = 0
    while index < value.count {
      if let byte = escapedByte(in: value, at: index) {
        bytes.append(byte)
        index += 3
      } else {
        bytes.append(value[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func standsForItself(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "%")
  }

  private static func escapedByte(in value: [UInt8], at index: Int) -> UInt8? {
    guard value[index] == UInt8(ascii: "%"), index + 2 < value.count else { return nil }
    guard let high = digit(value[index + 1]), let low = digit(value[index + 2]) else { return nil }
    return high << 4 | low
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
