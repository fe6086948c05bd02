internal import Glibc

/// The system's cryptographically secure random numbers (`getentropy`).
package enum RandomBytes {
  private static let portion = 256

  /// `count` random bytes. Throws when the system has none to give, which a booted Linux does not do.
  package static func make(_ count: Int) throws(CryptographyError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, count))
    let succeeded = bytes.withUnsafeMutableBytes { fill($0) }
    guard succeeded else { throw CryptographyError("the system gives no random bytes (getentropy: errno \(errno))") }
    return bytes
  }

  private static func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Bool {
    var offset = 0
    while offset < buffer.count {
      let size = min(portion, buffer.count - offset)
      guard let start = buffer.baseAddress, getentropy(start + offset, size) == 0 else { return false }
      offset += size
    }
    return true
  }
}
