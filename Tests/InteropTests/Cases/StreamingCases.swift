import RPC
import interop_server

extension StreamingOutputCallRequest {
  /// Asks for one reply of a size, with a payload of its own.
  static func asking(for size: Int32, payload: Int) -> StreamingOutputCallRequest {
    var request = asking(for: [size])
    request.payload = Payload(zeros: payload)
    return request
  }

  /// Asks for replies of these sizes.
  static func asking(for sizes: [Int32]) -> StreamingOutputCallRequest {
    var request = StreamingOutputCallRequest()
    for size in sizes {
      var parameters = ResponseParameters()
      parameters.size = size
      request.responseParameters.append(parameters)
    }
    return request
  }
}

extension StreamingInputCallRequest {
  /// A request of a size.
  static func sized(_ size: Int) -> StreamingInputCallRequest {
    var request = StreamingInputCallRequest()
    request.payload = Payload(zeros: size)
    return request
  }
}

/// Cases of streams.
enum StreamingCases {
  /// What goes up and down in the cases of streams.
  static let requestSizes = [27182, 8, 1828, 45904]
  static let replySizes: [Int32] = [31415, 9, 2653, 58979]

  static func client(_ client: TestServiceClient) async throws {
    let call = try await client.streamingInputCall()
    for size in requestSizes { try await call.send(.sized(size)) }
    try expect("the sum of all sizes", try await call.finish().aggregatedPayloadSize, is: 74922)
  }

  static func server(_ client: TestServiceClient) async throws {
    var sizes: [Int32] = []
    for try await reply in try await client.streamingOutputCall(.asking(for: replySizes)) {
      sizes.append(Int32(reply.payload?.body.count ?? -1))
    }
    try expect("the sizes of the replies", sizes, is: replySizes)
  }

  static func pingPong(_ client: TestServiceClient) async throws {
    let call = try await client.fullDuplexCall()
    for (up, down) in zip(requestSizes, replySizes) {
      try await call.send(.asking(for: down, payload: up))
      try expect("the reply's size", try await call.replies.next()?.payload?.body.count, is: Int(down))
    }
    call.finishSending()
    try expect("the end", try await call.replies.next() == nil, is: true)
  }

  static func empty(_ client: TestServiceClient) async throws {
    let call = try await client.fullDuplexCall()
    call.finishSending()
    try expect("the end", try await call.replies.next() == nil, is: true)
  }
}
