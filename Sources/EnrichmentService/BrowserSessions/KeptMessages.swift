import EnrichmentSchema
import WireFormat

/// What a session has said, as a value: each message under its number, and the newest of them for readers that have not had
/// them.
struct KeptMessages: Sendable {
  /// What a reader gets next.
  enum Next: Sendable, Equatable {
    /// Nothing: it has had all.
    case nothing
    /// The message of this number, in its binary form.
    case message(id: Int64, [UInt8])
    /// What it has missed is not kept; a view of the whole stands for all up to this number.
    case whole(upTo: Int64)
  }

  private let most: (messages: Int, bytes: Int)
  private var messages: [[UInt8]] = []
  private var bytes = 0
  /// Number of the newest message, 0 before the first.
  private(set) var last: Int64 = 0

  /// Keeps nothing yet, and never more than so much beside the newest message.
  init(_ limits: BrowserSessionLimits) { most = (limits.keptMessages, limits.keptBytes) }

  /// Keeps a message under the next number; the oldest make room.
  mutating func append(_ body: WatchSessionResponse.Body) {
    last += 1
    var message = WatchSessionResponse()
    (message.id, message.body) = (last, body)
    let encoded = message.serializedBytes()
    messages.append(encoded)
    bytes += encoded.count
    while messages.count > 1, messages.count > most.messages || bytes > most.bytes {
      bytes -= messages.removeFirst().count
    }
  }

  /// What comes after the message of a number.
  func next(after id: Int64) -> Next {
    guard id < last else { return .nothing }
    let first = last - Int64(messages.count) + 1
    guard id + 1 >= first else { return .whole(upTo: last) }
    return .message(id: id + 1, messages[Int(id + 1 - first)])
  }

  /// How much is kept: messages, and their bytes.
  var size: (messages: Int, bytes: Int) { (messages.count, bytes) }
}
