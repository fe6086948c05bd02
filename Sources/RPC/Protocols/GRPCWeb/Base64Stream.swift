internal import WireFormat

/// Base64 that comes in pieces cut anywhere: texts in a row, each of which may have its padding.
struct Base64Stream {
  private var group: [UInt8] = []

  /// Whether nothing of a group of four characters waits for the rest.
  var isComplete: Bool { group.isEmpty }

  /// The bytes that are whole with the piece; nil when it is not base64.
  mutating func decode(_ piece: UnsafeRawBufferPointer) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((group.count + piece.count) / 4 * 3)
    var run: [UInt8] = []
    run.reserveCapacity(piece.count + 3)
    for index in 0..<piece.count {
      group.append(unsafe piece[index])
      guard group.count == 4 else { continue }
      run += group
      let isLast = group[3] == UInt8(ascii: "=")
      group.removeAll(keepingCapacity: true)
      guard isLast else { continue }
      // Padding ends a text; another may begin behind it.
      guard let part = Base64.decode(run, as: .strict) else { return nil }
      bytes += part
      run.removeAll(keepingCapacity: true)
    }
    guard let part = Base64.decode(run, as: .strict) else { return nil }
    return bytes + part
  }
}
