/// What one side of a connection compresses, and what it takes compressed.
public struct CompressionPolicy: Sendable, Hashable {
  /// When a server compresses the replies of a call that says nothing about it.
  public enum Replies: Sendable, Hashable {
    /// When the caller compresses its requests: it has said that bytes cost it more than time.
    case asRequests
    /// Whenever the caller accepts a compression.
    case always
    /// Only when the handler asks for it.
    case onRequest
  }

  /// The algorithms messages may arrive in; a message in another is refused with the list of these.
  public var accepted: [CompressionAlgorithm]
  /// The algorithms messages are sent in, the preferred one first; one the caller has used itself comes before all.
  public var offered: [CompressionAlgorithm]
  /// When replies are compressed that say nothing about it.
  public var replies: Replies
  /// From how many bytes on a message is compressed that does not ask for it: smaller ones gain too little.
  public var threshold: Int
  /// zlib's level from 1, fastest, to 9, smallest; others are brought into that range.
  public var level: Int {
    didSet { level = Self.inRange(level) }
  }

  /// A policy; by default gzip and deflate both ways, replies as requests, from 1,024 bytes on, level 1: on messages of
  /// a few kilobytes the higher levels win some percent of size for two to four times the work.
  public init(
    accepted: [CompressionAlgorithm] = [.gzip, .deflate], offered: [CompressionAlgorithm] = [.gzip, .deflate],
    replies: Replies = .asRequests, threshold: Int = 1024, level: Int = 1
  ) {
    self.accepted = accepted
    self.offered = offered
    self.replies = replies
    self.threshold = threshold
    self.level = Self.inRange(level)
  }

  /// No compression in either direction.
  public static let none = CompressionPolicy(accepted: [], offered: [], replies: .onRequest)

  /// The value of `grpc-accept-encoding`: what is accepted, and `identity`, which always is.
  var acceptEncoding: String {
    (["identity"] + accepted.map(\.rawValue)).joined(separator: ",")
  }

  private static func inRange(_ level: Int) -> Int { min(9, max(1, level)) }
}
