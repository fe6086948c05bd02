internal import CZlib
import Glibc

/// The bytes of a file, piece by piece; a gzip file (known by its first two bytes) is inflated on the way.
final class FileBytes {
  /// Size of the pieces read from the file.
  private static let pieceSize = 1 << 16

  private let name: String
  private let descriptor: Int32
  private var piece = [UInt8](repeating: 0, count: FileBytes.pieceSize)
  private var inflated = [UInt8](repeating: 0, count: 4 * FileBytes.pieceSize)
  private var pending = 0..<0
  private var inflater: UnsafeMutablePointer<z_stream>?
  private var isWithinMember = false
  /// Bytes of the file as it lies on disk.
  let size: Int
  /// How many of them have been read.
  private(set) var consumed = 0
  /// Zero bytes after the gzip data, with which tapes and some tools fill a file up.
  private(set) var padding = 0

  /// Opens a file; `name` is what errors call it.
  init(path: String, name: String) throws(IngestError) {
    self.name = name
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw IngestError(file: name, reason: "cannot be opened: " + Self.systemReason()) }
    var status = stat()
    size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    try fill()
    if pending.count >= 2, piece[0] == 0x1F, piece[1] == 0x8B { try startInflating() }
  }

  deinit {
    if let inflater {
      inflateEnd(inflater)
      inflater.deallocate()
    }
    if descriptor >= 0 { close(descriptor) }
  }

  private static func systemReason() -> String {
    strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
  }

  private func startInflating() throws(IngestError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard czlib_gzip_inflate_init(stream) == Z_OK else {
      stream.deallocate()
      throw IngestError(file: name, reason: "zlib could not be started")
    }
    inflater = stream
    isWithinMember = true
  }

  /// Reads the next piece of the file when the last one has been used up.
  private func fill() throws(IngestError) {
    guard pending.isEmpty else { return }
    var count = 0
    repeat {
      count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    guard count >= 0 else { throw IngestError(file: name, reason: "cannot be read: " + Self.systemReason()) }
    pending = 0..<count
    consumed += count
  }

  /// Appends the next bytes to `bytes`; returns `false` at the end of the file.
  func append(to bytes: inout [UInt8]) throws(IngestError) -> Bool {
    guard let inflater else { return try appendPlain(to: &bytes) }
    while true {
      try fill()
      if !isWithinMember { try skipPadding() }
      if pending.isEmpty {
        guard !isWithinMember else { throw IngestError(file: name, reason: "the gzip data ends too early") }
        return false
      }
      if try inflate(with: inflater, into: &bytes) { return true }
    }
  }

  /// Passes over zero bytes between the end of a member and that of the file.
  private func skipPadding() throws(IngestError) {
    while let first = piece[pending].first, first == 0 {
      padding += piece[pending].prefix { $0 == 0 }.count
      pending = (piece[pending].firstIndex { $0 != 0 } ?? pending.upperBound)..<pending.upperBound
      try fill()
    }
    guard padding == 0 || pending.isEmpty else {
      throw IngestError(file: name, reason: "holds something else behind \(padding) zero bytes after its gzip data")
    }
  }

  private func appendPlain(to bytes: inout [UInt8]) throws(IngestError) -> Bool {
    try fill()
    guard !pending.isEmpty else { return false }
    bytes += piece[pending]
    pending = pending.upperBound..<pending.upperBound
    return true
  }

  /// Inflates what is pending; returns whether anything came out. A file may hold several gzip members in a row.
  private func inflate(with stream: UnsafeMutablePointer<z_stream>, into bytes: inout [UInt8]) throws(IngestError)
    -> Bool
  {
    if !isWithinMember {
      guard inflateReset(stream) == Z_OK else { throw IngestError(file: name, reason: "zlib could not be started") }
      isWithinMember = true
    }
    let used = pending
    let (status, left, count) = piece.withUnsafeMutableBufferPointer { input in
      inflated.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress.map { $0 + used.lowerBound }
        stream.pointee.avail_in = UInt32(used.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        return (status, Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out))
      }
    }
    inflated.withUnsafeBytes { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    pending = (used.upperBound - left)..<used.upperBound
    switch status {
    case Z_STREAM_END: isWithinMember = false
    case Z_OK: break
    default: throw IngestError(file: name, reason: "the gzip data is damaged")
    }
    return count > 0
  }
}
