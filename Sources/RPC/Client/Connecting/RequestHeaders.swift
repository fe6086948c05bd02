internal import EventLoop
internal import HTTP2
internal import Transport

/// The headers calls of a channel begin with. Confined to its loop.
///
/// Most calls say the same as one before but for the time they may take: what is the same is kept in the form in which it
/// is sent.
final class RequestHeaders {
  /// The name of the header that counts the attempts before.
  static let previousAttempts = "grpc-previous-rpc-attempts"
  private static let secure = ConstantHeaders([
    ":method": "POST", ":scheme": "https", "te": "trailers", "content-type": "application/grpc",
  ])
  private static let clear = ConstantHeaders([
    ":method": "POST", ":scheme": "http", "te": "trailers", "content-type": "application/grpc",
  ])
  /// How many different headers are kept.
  private static let mostKept = 8

  private struct Kept {
    let path: String
    let encoding: CompressionAlgorithm?
    let metadata: Metadata
    let headers: PreparedHeaders

    func isFor(_ head: CallHead) -> Bool {
      path == head.path && encoding == head.encoding && metadata == head.metadata
    }
  }

  private let constant: ConstantHeaders
  private let shared: [HeaderField]
  private var kept: [Kept] = []
  private var oldest = 0
  private var lastTimeout = (nanoseconds: Int64.min, text: "")

  /// The headers of calls to the target.
  init(_ target: ChannelTarget, userAgent: String, compression: CompressionPolicy) {
    if case .tls = target.security { constant = Self.secure } else { constant = Self.clear }
    var shared = [HeaderField(":authority", target.authority), HeaderField("user-agent", userAgent)]
    if !compression.accepted.isEmpty {
      shared.append(HeaderField("grpc-accept-encoding", compression.acceptEncoding))
    }
    self.shared = shared
  }

  /// The headers of an attempt but for its timeout.
  func headers(of attempt: CallAttempt) -> PreparedHeaders {
    let head = attempt.head
    guard attempt.previousAttempts == 0 else {
      let count = HeaderField(Self.previousAttempts, "\(attempt.previousAttempts)")
      return PreparedHeaders(fields(head) + [count], constant: constant)
    }
    for index in kept.indices where kept[index].isFor(head) { return kept[index].headers }
    let headers = PreparedHeaders(fields(head), constant: constant)
    keep(Kept(path: head.path, encoding: head.encoding, metadata: head.metadata, headers: headers))
    return headers
  }

  /// What is left of the deadline; nil without one. No time before the attempt counts: the server would be told more than
  /// the caller gives where a call begins within the loop's pass whose time this is.
  ///
  /// A timeout that is another in every call would only push useful fields out of the compression table; one that comes
  /// again has its use there.
  func timeout(of attempt: CallAttempt, now: MonotonicTime) -> HeaderField? {
    guard let deadline = attempt.head.deadline else { return nil }
    let present = max(now, attempt.began).nanoseconds
    let nanoseconds = deadline.nanoseconds.subtractingReportingOverflow(present).partialValue
    if nanoseconds == lastTimeout.nanoseconds { return HeaderField("grpc-timeout", lastTimeout.text) }
    lastTimeout = (nanoseconds, Timeout.format(nanoseconds: nanoseconds))
    return HeaderField("grpc-timeout", lastTimeout.text, isSensitive: true)
  }

  /// Lets go of what calls have said.
  func forget() {
    kept = []
    oldest = 0
  }

  private func fields(_ head: CallHead) -> [HeaderField] {
    var fields = [HeaderField(":path", head.path)] + shared
    if let encoding = head.encoding { fields.append(HeaderField("grpc-encoding", encoding.rawValue)) }
    return fields + head.metadata.headerFields
  }

  private func keep(_ new: Kept) {
    guard kept.count == Self.mostKept else { return kept.append(new) }
    kept[oldest] = new
    oldest = (oldest + 1) % Self.mostKept
  }
}
