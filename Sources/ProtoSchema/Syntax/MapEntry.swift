/// The message that a map's entries are on the wire.
enum MapEntry {
  /// Its name: `price_by_day` gives `PriceByDayEntry`.
  static func name(of field: String) -> String {
    var isUpper = true
    var result: [UInt8] = []
    for byte in field.utf8 {
      if byte == UInt8(ascii: "_") {
        isUpper = true
      } else {
        let isLetter = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
        result.append(isUpper && isLetter ? byte - 0x20 : byte)
        isUpper = false
      }
    }
    return String(decoding: result, as: UTF8.self) + "Entry"
  }
}
