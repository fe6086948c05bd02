internal import EventLoop
internal import HTTP2

/// The headers calls of a channel begin with.
struct RequestHeaders: Sendable {
  /// The name of the header that counts the attempts before.
  static let previousAttempts = "grpc-previous-rpc-attempts"
  private static let secure = ConstantHeaders([
    ":method": "POST", ":scheme": "https", "te": "trailers", "content-type": "application/grpc",
  ])
  private static let clear = ConstantHeaders([
    ":method": "POST", ":scheme": "http", "te": "trailers", "content-type": "application/grpc",
  ])

  /// What is the same for every call, whatever the target.
  let constant: ConstantHeaders
  private let shared: [HeaderField]

  /// The headers of calls to the target.
  init(_ target: ChannelTarget, userAgent: String, compression: CompressionPolicy) {
    if case .tls = target.security { constant = Self.secure } else { constant = Self.clear }
    var shared = [HeaderField(":authority", target.authority), HeaderField("user-agent", userAgent)]
    if !compression.accepted.isEmpty {
      shared.append(HeaderField("grpc-accept-encoding", compression.acceptEncoding))
    }
    self.shared = shared
  }

  /// The headers of an attempt after the constant ones; the timeout is what is left of the deadline.
  func fields(for attempt: CallAttempt, now: MonotonicTime) -> [HeaderField] {
    let head = attempt.head
    var fields: [HeaderField] = []
    fields.reserveCapacity(shared.count + head.metadata.count + 4)
    fields.append(HeaderField(":path", head.path))
    fields += shared
    if let encoding = head.encoding { fields.append(HeaderField("grpc-encoding", encoding.rawValue)) }
    if let deadline = head.deadline {
      // It is another one in every call: in the compression table it would only push useful fields out.
      let timeout = Timeout.format(nanoseconds: (deadline - now).wholeNanoseconds)
      fields.append(HeaderField("grpc-timeout", timeout, isSensitive: true))
    }
    if attempt.previousAttempts > 0 {
      fields.append(HeaderField(Self.previousAttempts, "\(attempt.previousAttempts)"))
    }
    fields += head.metadata
    return fields
  }
}
