internal import EventLoop

/// Where output comes from.
protocol OutputSource {
  /// Gathers output into `buffer` until it is full or nothing is left. Answers why that failed, or nil.
  func gather(into buffer: inout OutputBuffer) -> String?
}

/// Output gathered for one write: about as much as fits into a TLS record.
@safe struct OutputBuffer {
  /// The most bytes of one TLS record.
  static let recordLength = 16 * 1024
  private static let frameHeaderLength = 9

  private let memory: UnsafeMutableRawBufferPointer
  /// How many bytes have been gathered.
  private(set) var count = 0

  /// A buffer in a loop's scratch memory.
  init(_ scratch: ScratchBuffers) { unsafe memory = scratch.output }

  /// What has been gathered.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// Whether the record is full.
  var isFull: Bool { count >= Self.recordLength }

  /// How long a DATA frame may be so as to end with this record, or with the next if little room is left in this.
  var dataLength: Int {
    let room = Self.recordLength - count - Self.frameHeaderLength
    return room >= 1024 ? room : Self.recordLength - Self.frameHeaderLength
  }

  /// Whether a DATA frame of `length` bytes fits.
  func hasRoom(forData length: Int) -> Bool { count + Self.frameHeaderLength + length <= Self.recordLength }

  /// Adds bytes; false when they do not fit, which frames of the default maximum size always do.
  @unsafe mutating func append(_ source: UnsafeRawBufferPointer) -> Bool {
    guard unsafe source.count <= memory.count - count else { return false }
    unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: source)
    count += source.count
    return true
  }

  /// Has a record's worth of room filled by `write`, which answers how many bytes it wrote.
  mutating func fill(_ write: (UnsafeMutableRawBufferPointer) -> Int) {
    count += unsafe write(UnsafeMutableRawBufferPointer(rebasing: memory[count..<max(count, Self.recordLength)]))
  }

  /// Empties the buffer.
  mutating func removeAll() { count = 0 }
}
