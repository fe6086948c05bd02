internal import Transport

/// The ways to call a server beside gRPC, and how those are answered who found none.
struct CallDoors: Sendable {
  private let protocols: [CallProtocol]
  private let crossOrigin: CrossOriginPolicy
  /// Who is asked about what is no call.
  let fallback: (any StreamAcceptor)?

  /// The doors that the configuration names.
  init(_ configuration: ServerConfiguration) {
    protocols = configuration.protocols
    crossOrigin = configuration.crossOrigin
    fallback = configuration.fallback
  }

  /// What becomes of the request: the first protocol that knows it says so.
  func judge(_ request: HTTPRequestHead, _ offer: CallOffer, isHTTP2: Bool) -> CallJudgement {
    if let answer = crossOrigin.preflight(request) { return .answer(answer) }
    for door in protocols where isHTTP2 || !door.needsHTTP2 {
      switch door.judge(request, offer) {
      case .other: continue
      case .answer(let answer): return .answer(answer)
      case .call(var request):
        request.callProtocol = request.callProtocol ?? door.name
        return .call(request)
      }
    }
    return .other
  }

  /// What the answer to the request has beside its own fields.
  func additions(for request: HTTPRequestHead) -> [HeaderField] { crossOrigin.additions(for: request) }

  /// Sends an answer that is whole.
  func answer(_ answer: HTTPAnswer, to request: HTTPRequestHead, on stream: Transport.Stream) -> any StreamHandler {
    let isEmpty = answer.body.isEmpty || request.method == "HEAD"
    let additions = request.method == "OPTIONS" ? [] : additions(for: request)
    stream.sendHeaders(
      [HeaderField(":status", "\(answer.status)")] + answer.fields + additions, endStream: isEmpty)
    if !isEmpty { stream.send(answer.body, endStream: true) }
    return AnsweredRequest()
  }

  /// Answers somebody who speaks none of the protocols: a browser, a probe, `curl`.
  func refuse(
    _ status: Int, _ fields: [(name: String, value: String)], _ request: HTTPRequestHead, _ stream: Transport.Stream
  ) -> any StreamHandler {
    let text = "This server speaks gRPC over HTTP/2: POST with content-type application/grpc."
    return answer(
      HTTPAnswer(status, text: text, fields.map { HeaderField($0.name, $0.value) }), to: request, on: stream)
  }
}

/// Lets the body of a request pass by that has its answer.
private final class AnsweredRequest: StreamHandler {
  var keepsConnection: Bool { false }
  func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) { stream.consume(data.count) }
  func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {}
  func writable(on stream: Transport.Stream) {}
  func closed(on stream: Transport.Stream, reason: StreamCloseReason) {}
}
