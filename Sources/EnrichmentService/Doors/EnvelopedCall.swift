import RPC
import Transport
import WireFormat

/// What the plan prints around an answer.
enum Envelope {
  /// The envelope of a reply whose metadata stand apart.
  static func around(_ reply: ReplyMembers) -> [UInt8] {
    let metadata = reply.apart.isEmpty ? Array(#""metadata":{}"#.utf8) : reply.apart
    var body: [UInt8] = []
    body.reserveCapacity(reply.rest.count + metadata.count + 48)
    body += #"{"success":true,"data":{"#.utf8
    body += reply.rest
    body += "},".utf8
    body += metadata
    body.append(UInt8(ascii: "}"))
    return body
  }
}

/// The one request of a call by the JSON door: its body, or what its target says.
struct GatheredRequest {
  private let given: [UInt8]?
  private var body = GatheredBody()

  /// The request that a target has said, else the one of a body.
  init(given: [UInt8]?) { self.given = given }

  /// Takes a piece of the body.
  mutating func take(_ data: UnsafeRawBufferPointer, _ call: CallBridge) {
    // What is gathered is bounded; a body that is larger than the window could not arrive otherwise.
    call.consume(data.count)
    guard given == nil else { return }
    call.isInputIncomplete = true
    do throws(RPCError) {
      try body.take(data, limit: call.limits.maxRequestMessageBytes)
    } catch {
      call.fail(error)
    }
  }

  /// Hands the request to the call, or ends it with what is wrong with the JSON.
  func handOver(_ call: CallBridge) {
    do throws(RPCError) {
      var frame = GatheredBody(try call.request(json: given ?? body.message))
      call.receive(frame: frame.takeFrame(isCompressed: false), takenFrom: 0)
      call.endRequests()
    } catch {
      call.fail(error)
    }
  }
}

/// A unary call by the JSON door: the body is its request, the plan's envelope its answer.
final class EnvelopedCall: CallTranslation {
  private let answer: DoorAnswer
  private var request: GatheredRequest
  private var initial: [HeaderField] = []
  private var reply: [UInt8]?

  init(_ answer: DoorAnswer, _ request: GatheredRequest) {
    (self.answer, self.request) = (answer, request)
  }

  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge) { request.take(data, call) }

  func receivedEnd(_ call: CallBridge) { request.handOver(call) }

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
    if status.code == .ok, call.isUnchanged { return answer.unchanged(fields: initial, call) }
    guard status.code == .ok, let reply else { return answer.send(status, fields: initial, call) }
    answer.send(reply, DoorMedia.json, fields: initial, call)
  }
}
