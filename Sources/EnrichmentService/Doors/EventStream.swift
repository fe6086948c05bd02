import EnrichmentRPC
import EnrichmentSchema
import RPC
import Transport
import WireFormat

/// A call by the JSON door that is answered by Server-Sent Events, as the `EventSource` of a browser reads them.
///
/// The events are called `update`, `snapshot`, `notice` and `closed`, their data is the JSON of what they are called after.
/// What the call fails with is the envelope before the first of them, and then an event `error` with that envelope.
final class EventStream: CallTranslation {
  /// What was said once is not said again, and the target has a token in it.
  private static let notKept = HeaderField("cache-control", "no-store")

  private let answer: DoorAnswer
  private var request: GatheredRequest
  private var initial: [HeaderField] = []
  private var hasBegun = false

  init(_ answer: DoorAnswer, _ request: GatheredRequest) { (self.answer, self.request) = (answer, request) }

  /// Whether a method is answered so.
  static func answers(_ method: MethodDescriptor) -> Bool {
    method.path == BrowserSessionServiceMethods.watchSession.path
  }

  /// Where a browser goes on that was cut, by the name of the request's field; nothing for other methods.
  static func position(of head: HTTPRequestHead, _ method: MethodDescriptor) -> [String: String] {
    guard answers(method), let id = head["last-event-id"], !id.isEmpty else { return [:] }
    return ["last_event_id": id]
  }

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) { request.take(data, call) }

  func receivedEnd(_ call: CallBridge) {
    guard answer.head.method != "HEAD" else {
      return call.fail(ErrorReason.invalidArgument.error("events have no head of their own; allowed: GET"))
    }
    request.handOver(call)
  }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    initial = metadata
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    do {
      let text = try EventText(WatchSessionResponse(serializedBytes: frame.framedMessage))
      begin(call)
      call.send(text.bytes)
    } catch {
      call.fail(.internal("a message of the session cannot be written as JSON: \(error)"))
    }
  }

  private func begin(_ call: CallBridge) {
    guard !hasBegun else { return }
    hasBegun = true
    // Some proxies gather what comes slowly, unless they are told.
    let prompt = HeaderField("x-accel-buffering", "no")
    answer.begin("text/event-stream", fields: [Self.notKept, prompt] + initial, call)
    call.send(EventText.retry(after: EventText.soon))
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    guard status.code != .ok || hasBegun else {
      begin(call)
      return call.send([], endStream: true)
    }
    guard hasBegun else { return answer.send(status, fields: [Self.notKept] + initial, call) }
    guard status.code != .ok else { return call.send([], endStream: true) }
    let envelope = DoorFailure(status).envelope(answer.metadata(call))
    call.send(EventText(failure: envelope).bytes, endStream: true)
  }
}

/// One event as `text/event-stream` has it.
struct EventText {
  /// Milliseconds after which a browser that was cut comes again.
  static let soon = 2_000
  /// Milliseconds after which one comes again whose session has ended, or goes on elsewhere.
  static let late = 60_000

  /// The lines, with the empty one at the end.
  let bytes: [UInt8]

  /// The event of a message; a comment for a sign of life.
  init(_ message: WatchSessionResponse) throws {
    switch message.body {
    case .update(let update): bytes = Self.event("update", message.id, try update.jsonUTF8Bytes())
    case .snapshot(let view): bytes = Self.event("snapshot", message.id, try view.jsonUTF8Bytes())
    case .notice(let notice): bytes = Self.event("notice", message.id, try notice.jsonUTF8Bytes())
    case .closed(let summary): bytes = Self.event("closed", message.id, try summary.jsonUTF8Bytes())
    case nil: bytes = Array(":\n\n".utf8)
    }
  }

  /// The event of a call that has failed.
  init(failure: ErrorEnvelope) {
    // Only numbers that are none have no JSON form.
    let json = (try? failure.jsonUTF8Bytes()) ?? Array("{}".utf8)
    bytes = Self.retry(after: Self.late) + Self.event("error", nil, json)
  }

  /// JSON is one line: what would break it is escaped there.
  private static func event(_ name: String, _ id: Int64?, _ json: [UInt8]) -> [UInt8] {
    let number = id.map { "id: \($0)\n" } ?? ""
    return Array("event: \(name)\n\(number)data: ".utf8) + json + Array("\n\n".utf8)
  }

  /// What tells a browser how long to wait before it comes again.
  static func retry(after milliseconds: Int) -> [UInt8] { Array("retry: \(milliseconds)\n\n".utf8) }
}
