import EnrichmentRPC
import EnrichmentSchema
package import RPC
package import WireFormat

/// A method of the enrichment service, callable by name with JSON: the one list of them beside the generated stubs.
package enum EnrichmentMethod: CaseIterable, Sendable {
  case getRealWorldBehavior, getQuantumPersonality, getCommunityInfluence, enrichProducts, recordActions
  case enrichRealTime, listSegments, listZones, listItems, listZoneLifts, getBudget

  /// The method's service.
  package static let serviceName = EnrichmentServiceMethods.getRealWorldBehavior.service

  private var stub: JSONStub {
    typealias Methods = EnrichmentServiceMethods
    return switch self {
    case .getRealWorldBehavior:
      .unary(Methods.getRealWorldBehavior, GetRealWorldBehaviorRequest.self, GetRealWorldBehaviorResponse.self)
    case .getQuantumPersonality:
      .unary(Methods.getQuantumPersonality, GetQuantumPersonalityRequest.self, GetQuantumPersonalityResponse.self)
    case .getCommunityInfluence:
      .unary(Methods.getCommunityInfluence, GetCommunityInfluenceRequest.self, GetCommunityInfluenceResponse.self)
    case .enrichProducts:
      .serverStreaming(Methods.enrichProducts, EnrichProductsRequest.self, EnrichProductsResponse.self)
    case .recordActions:
      .clientStreaming(Methods.recordActions, RecordActionsRequest.self, RecordActionsResponse.self)
    case .enrichRealTime:
      .bidirectional(Methods.enrichRealTime, EnrichRealTimeRequest.self, EnrichRealTimeResponse.self)
    case .listSegments: .unary(Methods.listSegments, ListSegmentsRequest.self, ListSegmentsResponse.self)
    case .listZones: .unary(Methods.listZones, ListZonesRequest.self, ListZonesResponse.self)
    case .listItems: .unary(Methods.listItems, ListItemsRequest.self, ListItemsResponse.self)
    case .listZoneLifts:
      .serverStreaming(Methods.listZoneLifts, ListZoneLiftsRequest.self, ListZoneLiftsResponse.self)
    case .getBudget: .unary(Methods.getBudget, GetBudgetRequest.self, GetBudgetResponse.self)
    }
  }

  /// The method as a channel calls it.
  package var descriptor: MethodDescriptor { stub.descriptor }

  /// The name, such as `EnrichProducts`.
  package var name: String { descriptor.name }

  /// Whether the method takes a stream of requests.
  package var takesStream: Bool { descriptor.kind == .clientStreaming || descriptor.kind == .bidirectional }

  /// The method of that name, with or without its package, in any case.
  package static func named(_ name: String) -> EnrichmentMethod? {
    let short = name.split(separator: "/").last.map(String.init) ?? name
    let last = short.split(separator: ".").last.map(String.init) ?? short
    return allCases.first { $0.name.lowercased() == last.lowercased() }
  }

  /// Calls the method.
  ///
  /// - Parameters:
  ///   - client: who calls.
  ///   - requests: one JSON message, or several for a method that takes a stream.
  ///   - show: is handed each reply as JSON.
  /// - Throws: `JSONDecodingError` for JSON that is not the request, `RPCError` for a call that failed.
  package func call(
    _ client: PartnerClient, requests: [String], show: (String) -> Void
  ) async throws {
    guard takesStream || requests.count == 1 else {
      throw RPCError.invalidArgument("\(name) takes one request, \(requests.count) were given")
    }
    try await stub.call(client.channel, requests, client.options(), show)
  }

  /// The bytes of a request given as JSON.
  /// - Throws: `JSONDecodingError` with the field and what is allowed.
  package func request(ofJSON text: String) throws(JSONDecodingError) -> [UInt8] { try stub.encode(text) }
}

/// A method whose messages go in and out as JSON.
private struct JSONStub {
  let descriptor: MethodDescriptor
  let encode: (String) throws(JSONDecodingError) -> [UInt8]
  let call: (Channel, [String], CallOptions, (String) -> Void) async throws -> Void

  private init<Request: Message>(
    _ descriptor: MethodDescriptor, _ type: Request.Type,
    call: @escaping (Channel, [Request], CallOptions, (String) -> Void) async throws -> Void
  ) {
    self.descriptor = descriptor
    encode = { text throws(JSONDecodingError) in try Request(jsonString: text).serializedBytes() }
    self.call = { channel, requests, options, show in
      try await call(channel, requests.map { try Request(jsonString: $0) }, options, show)
    }
  }

  static func unary<Request: Message, Response: Message>(
    _ descriptor: MethodDescriptor, _ request: Request.Type, _ response: Response.Type
  ) -> JSONStub {
    JSONStub(descriptor, request) { channel, requests, options, show in
      for request in requests {
        let reply: Response = try await channel.unary(descriptor, request, options: options)
        show(try reply.jsonString(pretty: true))
      }
    }
  }

  static func serverStreaming<Request: Message, Response: Message>(
    _ descriptor: MethodDescriptor, _ request: Request.Type, _ response: Response.Type
  ) -> JSONStub {
    JSONStub(descriptor, request) { channel, requests, options, show in
      for request in requests {
        let replies: ReplyStream<Response> = try await channel.serverStreaming(descriptor, request, options: options)
        for try await reply in replies { show(try reply.jsonString(pretty: true)) }
      }
    }
  }

  static func clientStreaming<Request: Message, Response: Message>(
    _ descriptor: MethodDescriptor, _ request: Request.Type, _ response: Response.Type
  ) -> JSONStub {
    JSONStub(descriptor, request) { channel, requests, options, show in
      let call: ClientStreamingCall<Request, Response> = try await channel.clientStreaming(descriptor, options: options)
      for message in requests { try await call.send(message) }
      show(try await call.finish().jsonString(pretty: true))
    }
  }

  static func bidirectional<Request: Message, Response: Message>(
    _ descriptor: MethodDescriptor, _ request: Request.Type, _ response: Response.Type
  ) -> JSONStub {
    JSONStub(descriptor, request) { channel, requests, options, show in
      let call: BidirectionalCall<Request, Response> = try await channel.bidirectional(descriptor, options: options)
      for message in requests { try await call.send(message) }
      call.finishSending()
      for try await reply in call.replies { show(try reply.jsonString(pretty: true)) }
    }
  }
}
