import EnrichmentSchema
import Population
import RPC
import Transport
import WireFormat

/// A call by the JSON door that is answered by lines: a JSON value on each, and at the end of one that failed its error.
final class LinesOut: CallTranslation {
  private let answer: DoorAnswer
  /// Whether a line is one product, and not a whole message of them.
  private let splits: Bool
  private var request: GatheredRequest
  private var initial: [HeaderField] = []
  private var hasBegun = false

  init(_ answer: DoorAnswer, _ request: GatheredRequest, splits: Bool) {
    (self.answer, self.request, self.splits) = (answer, request, splits)
  }

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) { request.take(data, call) }

  func receivedEnd(_ call: CallBridge) { request.handOver(call) }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    initial = metadata
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    do throws(RPCError) {
      let lines = try lines(of: frame.framedMessage, call)
      if !hasBegun { answer.begin(DoorMedia.lines, fields: initial, call) }
      hasBegun = true
      call.send(lines)
    } catch {
      call.fail(error)
    }
  }

  private func lines(of reply: [UInt8], _ call: CallBridge) throws(RPCError) -> [UInt8] {
    guard splits else { return try call.json(reply: reply) + [UInt8(ascii: "\n")] }
    do {
      switch try EnrichProductsResponse(serializedBytes: reply).item {
      case .products(let part):
        var lines: [UInt8] = []
        for product in part.products { lines += try product.jsonUTF8Bytes() + [UInt8(ascii: "\n")] }
        return lines
      default: return try call.json(reply: reply) + [UInt8(ascii: "\n")]
      }
    } catch let error as RPCError {
      throw error
    } catch {
      throw .internal("the products cannot be written as JSON: \(error)")
    }
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    guard hasBegun else {
      return status.code == .ok
        ? answer.send([], DoorMedia.lines, fields: initial, call) : answer.send(status, fields: initial, call)
    }
    guard status.code != .ok else { return call.send([], endStream: true) }
    let envelope = DoorFailure(status).envelope(answer.metadata(call))
    call.send(((try? envelope.jsonUTF8Bytes()) ?? []) + [UInt8(ascii: "\n")], endStream: true)
  }
}

/// A call by the JSON door that takes actions, one on each line; the envelope answers once all are durable.
final class LinesIn: CallTranslation {
  /// Most bytes of a line: one action takes a few hundred.
  static let longestLine = 65_536

  private let answer: DoorAnswer
  private var waiting: [UInt8] = []
  /// Where the line begins that comes next, and from where on no line feed has been looked for.
  private var (start, searched) = (0, 0)
  private var (line, actions) = (0, 0)
  private var isComplete = false
  private var hasEndedRequests = false
  private var initial: [HeaderField] = []
  private var reply: [UInt8]?

  init(_ answer: DoorAnswer) { self.answer = answer }

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    waiting += data
    handOver(call)
  }

  func receivedEnd(_ call: CallBridge) {
    isComplete = true
    handOver(call)
  }

  func takesMore(_ call: CallBridge) { handOver(call) }

  /// Hands over the lines that are there, as fast as the call takes them.
  private func handOver(_ call: CallBridge) {
    guard !hasEndedRequests else { return }
    while call.isReady, let end = endOfLine() {
      let next = min(waiting.count, end + 1)
      let (bytes, taken) = (Array(waiting[start..<end]), next - start)
      (start, searched) = (next, next)
      line += 1
      guard handOver(bytes, taken, call) else { return }
    }
    waiting.removeFirst(start)
    (start, searched) = (0, searched - start)
    if waiting.count > Self.longestLine, endOfLine() == nil {
      return call.fail(.resourceExhausted("line \(line + 1) has more than \(Self.longestLine) bytes"))
    }
    call.isInputIncomplete = !waiting.isEmpty && call.isReady
    guard isComplete, waiting.isEmpty, call.isReady else { return }
    hasEndedRequests = true
    call.endRequests()
  }

  /// Where the next line ends: before its line feed, or, of the last, with the body; nil when it has not come whole.
  private func endOfLine() -> Int? {
    guard start < waiting.count else { return nil }
    if let end = waiting[searched...].firstIndex(of: UInt8(ascii: "\n")) { return end }
    searched = waiting.count
    return isComplete ? waiting.count : nil
  }

  /// False when the line is none and the call has ended.
  private func handOver(_ bytes: [UInt8], _ taken: Int, _ call: CallBridge) -> Bool {
    guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else {
      call.consume(taken)
      return true
    }
    var request = RecordActionsRequest()
    do { request.action = try Action(jsonUTF8Bytes: bytes) } catch {
      let violation = RequestViolation(
        field: "actions[\(actions)]", value: "line \(line)", allowed: "an action as JSON: \(error)")
      call.fail(.invalid([violation]))
      return false
    }
    actions += 1
    var frame = GatheredBody(request.serializedBytes())
    call.receive(frame: frame.takeFrame(isCompressed: false), takenFrom: taken)
    return true
  }

  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge) {
    initial = metadata
  }

  func reply(_ frame: [UInt8], _ call: CallBridge) {
    do throws(RPCError) {
      reply = Envelope.around(try call.members(of: frame.framedMessage, apart: "metadata"))
    } catch {
      call.fail(error)
    }
  }

  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge) {
    guard status.code == .ok, let reply else { return answer.send(status, fields: initial, call) }
    answer.send(reply, DoorMedia.json, fields: initial, call)
  }
}
