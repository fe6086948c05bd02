/// Compresses and expands the messages of everything on one loop; confined to it.
///
/// zlib's memory is made on first use and kept: a message that comes or goes needs none of its own.
final class MessageCompressor: @unchecked Sendable {
  /// Boxes, because the values in them cannot be copied.
  private final class Sending {
    var deflater: Deflater
    init(_ deflater: consuming Deflater) { self.deflater = deflater }
  }

  private final class Receiving {
    var inflater: Inflater
    init(_ inflater: consuming Inflater) { self.inflater = inflater }
  }

  private let level: Int
  private var sending: [Sending?]
  private var receiving: [Receiving?]

  /// A compressor of zlib's level 1 to 9.
  init(level: Int) {
    self.level = level
    sending = CompressionAlgorithm.allCases.map { _ in nil }
    receiving = CompressionAlgorithm.allCases.map { _ in nil }
  }

  /// The frame with its message compressed; the frame as it was when that makes it no smaller and it must not grow, or
  /// when there is no memory.
  func compress(_ frame: MessageFrame, with algorithm: CompressionAlgorithm, mayGrow: Bool) -> MessageFrame {
    guard let sending = sender(algorithm) else { return frame }
    let length = frame.messageLength
    let capacity = mayGrow ? sending.deflater.bound(length) : length - 1
    guard capacity > 0 else { return frame }
    var isCompressed = false
    let prefix = MessageFrame.prefixLength
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: prefix + capacity) { buffer, count in
      let output = unsafe UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[prefix...])
      let size = unsafe frame.bytes.withUnsafeBytes { bytes in
        unsafe sending.deflater.compress(UnsafeRawBufferPointer(rebasing: bytes[prefix...]), into: output)
      }
      guard let size else { return }
      isCompressed = true
      unsafe MessageFrame.writePrefix(UnsafeMutableRawBufferPointer(buffer), length: size, isCompressed: true)
      count = prefix + size
    }
    guard isCompressed else { return frame }
    // What waits to be sent should not hold the room of what it was.
    let isLoose = bytes.count * 2 < bytes.capacity
    return MessageFrame(whole: isLoose ? unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) } : bytes)
  }

  /// The message that was compressed, of at most `limit` bytes.
  func expand(
    _ bytes: [UInt8], with algorithm: CompressionAlgorithm, limit: Int
  ) throws(InflateError) -> [UInt8] {
    guard let receiving = receiver(algorithm) else { throw .noMemory }
    let result = unsafe bytes.withUnsafeBytes { input in
      do throws(InflateError) {
        return Result<[UInt8], InflateError>.success(unsafe try receiving.inflater.expand(input, limit: limit))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func sender(_ algorithm: CompressionAlgorithm) -> Sending? {
    if let known = sending[algorithm.index] { return known }
    guard let deflater = Deflater(algorithm, level: level) else { return nil }
    let made = Sending(deflater)
    sending[algorithm.index] = made
    return made
  }

  private func receiver(_ algorithm: CompressionAlgorithm) -> Receiving? {
    if let known = receiving[algorithm.index] { return known }
    guard let inflater = Inflater(algorithm) else { return nil }
    let made = Receiving(inflater)
    receiving[algorithm.index] = made
    return made
  }
}
