internal import EventLoop
internal import HTTP2

/// What holds for one call: what its caller said, within what the service config allows.
struct CallSettings: Sendable {
  /// When the caller stops waiting; nil for never.
  let deadline: MonotonicTime?
  /// Whether the call waits while the server cannot be reached.
  let waitsForReady: Bool
  /// The most bytes of a request.
  let maxRequestBytes: Int
  /// The most bytes of a reply.
  let maxReplyBytes: Int
  /// What becomes of requests on their way out.
  let compression: SendCompression
  /// Whether and how the call is tried more than once.
  let repetition: MethodConfig.Repetition?

  /// The settings of a call that started at `start`.
  init(_ options: CallOptions, _ config: MethodConfig?, _ limits: ChannelLimits, start: MonotonicTime) {
    var deadline = options.deadline ?? .distantFuture
    if let timeout = options.timeout { deadline = min(deadline, start + timeout) }
    if let timeout = config?.timeout { deadline = min(deadline, start + timeout) }
    self.deadline = deadline < .distantFuture ? deadline : nil
    waitsForReady = options.waitsForReady ?? config?.waitForReady ?? false
    maxRequestBytes = min(
      options.maxRequestMessageBytes ?? limits.maxRequestMessageBytes, config?.maxRequestMessageBytes ?? .max)
    maxReplyBytes = min(
      options.maxReplyMessageBytes ?? limits.maxReplyMessageBytes, config?.maxReplyMessageBytes ?? .max)
    compression = Self.compression(options.compression, limits.compression)
    repetition = config?.repetition
  }

  /// Why a request must not be sent; nil when it may.
  func sizeFault(_ frame: MessageFrame) -> RPCError? {
    let length = frame.messageLength
    guard length > maxRequestBytes || !frame.isRepresentable else { return nil }
    return .resourceExhausted("a request of \(length) bytes is larger than the limit of \(maxRequestBytes) bytes")
  }

  /// A server that does not know the announced encoding refuses the call, so a call that does not ask announces none.
  private static func compression(_ choice: CompressionChoice, _ policy: CompressionPolicy) -> SendCompression {
    guard choice == .on, let algorithm = policy.offered.first else { return .none }
    return SendCompression(algorithm: algorithm, isDefault: true, threshold: policy.threshold)
  }
}
