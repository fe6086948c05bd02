@testable import RPC

/// Compressed bytes are refused or expanded within the limit, and what is compressed here is expanded to what it was.
///
/// The first byte chooses the algorithm, the second how long a message may be.
enum CompressionEntry {
  static let entry = FuzzEntry(name: "compression") { input throws(Violation) in
    var cursor = InputCursor(input)
    let algorithm: CompressionAlgorithm = cursor.byte() & 1 == 0 ? .gzip : .deflate
    let limit = Int(cursor.byte()) * 64
    let bytes = cursor.remainder()
    let compressor = MessageCompressor(level: 1)
    if let message = try expand(bytes, algorithm, limit, compressor) {
      try checkRoundTrip(message, algorithm, compressor)
    }
    try checkRoundTrip(bytes, algorithm, compressor)
  }

  private static func expand(
    _ bytes: [UInt8], _ algorithm: CompressionAlgorithm, _ limit: Int, _ compressor: MessageCompressor
  ) throws(Violation) -> [UInt8]? {
    let message: [UInt8]
    do throws(InflateError) { message = try compressor.expand(bytes, with: algorithm, limit: limit) } catch {
      return nil
    }
    try Violation.unless(message.count <= limit, "\(message.count) bytes passed a limit of \(limit)")
    return message
  }

  private static func checkRoundTrip(
    _ message: [UInt8], _ algorithm: CompressionAlgorithm, _ compressor: MessageCompressor
  ) throws(Violation) {
    let frame = compressor.compress(MessageFrame(encoded: message), with: algorithm, mayGrow: true)
    let body = Array(frame.bytes.dropFirst(MessageFrame.prefixLength))
    try Violation.unless(frame.bytes[0] == 1, "a message of \(message.count) bytes was not compressed")
    let again = try expand(body, algorithm, message.count, compressor)
    try Violation.unless(again == message, "\(message.count) bytes are not what they were before \(algorithm)")
  }
}
