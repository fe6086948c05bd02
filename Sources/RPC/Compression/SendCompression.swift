/// What one side of a call does to its messages before they go out; on the loop of the call.
struct SendCompression {
  private let leastBytes: UInt32
  /// The algorithm its `grpc-encoding` announces, nil for none.
  let algorithm: CompressionAlgorithm?
  /// Whether messages that say nothing about it are compressed at all.
  let isDefault: Bool

  /// From how many bytes on messages that say nothing about it are compressed.
  var threshold: Int { Int(leastBytes) }

  init(algorithm: CompressionAlgorithm?, isDefault: Bool, threshold: Int) {
    leastBytes = UInt32(clamping: threshold)
    self.algorithm = algorithm
    self.isDefault = isDefault
  }

  /// No compression at all.
  static let none = SendCompression(algorithm: nil, isDefault: false, threshold: 0)

  /// The frame as it goes out.
  func apply(to frame: MessageFrame, _ compressor: MessageCompressor) -> MessageFrame {
    guard let algorithm else { return frame }
    switch frame.compression {
    case .off: return frame
    case .on: return compressor.compress(frame, with: algorithm, mayGrow: true)
    case .automatic:
      guard isDefault, frame.messageLength >= threshold else { return frame }
      return compressor.compress(frame, with: algorithm, mayGrow: false)
    }
  }
}
