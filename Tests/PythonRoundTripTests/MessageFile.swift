import Foundation

/// Messages in a folder: `NAME.bin` with their lengths before them, and `NAME.jsonl` with one per line.
struct MessageFile {
  let binary: URL
  let lines: URL

  init(_ name: String, in folder: URL) {
    binary = folder.appending(path: name + ".bin")
    lines = folder.appending(path: name + ".jsonl")
  }

  /// What is wrong with a file.
  struct Malformed: Error { var place: Int }

  /// The messages of both files, in order.
  func read() throws -> [(binary: [UInt8], json: [UInt8])] {
    let data = [UInt8](try Data(contentsOf: binary))
    let texts = [UInt8](try Data(contentsOf: lines)).split(separator: 0x0A, omittingEmptySubsequences: true)
    var messages: [(binary: [UInt8], json: [UInt8])] = []
    var position = 0
    for text in texts {
      let length = try Self.varint(data, &position)
      guard position + length <= data.count else { throw Malformed(place: position) }
      messages.append((Array(data[position..<position + length]), Array(text)))
      position += length
    }
    guard position == data.count else { throw Malformed(place: position) }
    return messages
  }

  func write(_ messages: [(binary: [UInt8], json: [UInt8])]) throws {
    var data = Wire()
    var text: [UInt8] = []
    for message in messages {
      data.delimited(message.binary)
      text += message.json
      text.append(0x0A)
    }
    try Data(data.bytes).write(to: binary)
    try Data(text).write(to: lines)
  }

  private static func varint(_ data: [UInt8], _ position: inout Int) throws -> Int {
    var (value, shift) = (0, 0)
    while position < data.count, shift < 35 {
      let byte = data[position]
      position += 1
      value |= Int(byte & 127) << shift
      shift += 7
      if byte < 128 { return value }
    }
    throw Malformed(place: position)
  }
}
