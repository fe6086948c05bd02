import EnrichmentRPC
import EnrichmentSchema
import RPC
package import WireFormat

/// A method of the enrichment service, callable by name with JSON.
package enum EnrichmentMethod: String, CaseIterable, Sendable {
  case getRealWorldBehavior = "GetRealWorldBehavior"
  case getQuantumPersonality = "GetQuantumPersonality"
  case getCommunityInfluence = "GetCommunityInfluence"
  case enrichProducts = "EnrichProducts"
  case recordActions = "RecordActions"
  case enrichRealTime = "EnrichRealTime"
  case listSegments = "ListSegments"

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
    let service = client.service
    let options = try client.options()
    switch self {
    case .getRealWorldBehavior:
      show(try await service.getRealWorldBehavior(only(requests), options: options).jsonString(pretty: true))
    case .getQuantumPersonality:
      show(try await service.getQuantumPersonality(only(requests), options: options).jsonString(pretty: true))
    case .getCommunityInfluence:
      show(try await service.getCommunityInfluence(only(requests), options: options).jsonString(pretty: true))
    case .listSegments:
      show(try await service.listSegments(only(requests), options: options).jsonString(pretty: true))
    case .enrichProducts:
      for try await reply in try await service.enrichProducts(only(requests), options: options) {
        show(try reply.jsonString(pretty: true))
      }
    case .recordActions:
      let messages: [RecordActionsRequest] = try decoded(requests)
      let call = try await service.recordActions(options: options)
      for message in messages { try await call.send(message) }
      show(try await call.finish().jsonString(pretty: true))
    case .enrichRealTime:
      let messages: [EnrichRealTimeRequest] = try decoded(requests)
      let call = try await service.enrichRealTime(options: options)
      for message in messages { try await call.send(message) }
      call.finishSending()
      for try await reply in call.replies { show(try reply.jsonString(pretty: true)) }
    }
  }

  /// Whether the method takes a stream of requests.
  package var takesStream: Bool { self == .recordActions || self == .enrichRealTime }

  /// The method of that name, with or without its package, in any case.
  package static func named(_ name: String) -> EnrichmentMethod? {
    let short = name.split(separator: "/").last.map(String.init) ?? name
    let last = short.split(separator: ".").last.map(String.init) ?? short
    return allCases.first { $0.rawValue.lowercased() == last.lowercased() }
  }

  private func decoded<Request: Message>(_ requests: [String]) throws -> [Request] {
    try requests.map { try Request(jsonString: $0) }
  }

  private func only<Request: Message>(_ requests: [String]) throws -> Request {
    guard requests.count == 1, let text = requests.first else {
      throw RPCError.invalidArgument("\(rawValue) takes one request, \(requests.count) were given")
    }
    return try Request(jsonString: text)
  }
}

extension EnrichmentMethod {
  /// The method's service.
  package static let serviceName = "spots.enrichment.v1.EnrichmentService"

  /// The bytes of a request given as JSON.
  /// - Throws: `JSONDecodingError` with the field and what is allowed.
  package func request(ofJSON text: String) throws(JSONDecodingError) -> [UInt8] {
    switch self {
    case .getRealWorldBehavior: try GetRealWorldBehaviorRequest(jsonString: text).serializedBytes()
    case .getQuantumPersonality: try GetQuantumPersonalityRequest(jsonString: text).serializedBytes()
    case .getCommunityInfluence: try GetCommunityInfluenceRequest(jsonString: text).serializedBytes()
    case .enrichProducts: try EnrichProductsRequest(jsonString: text).serializedBytes()
    case .recordActions: try RecordActionsRequest(jsonString: text).serializedBytes()
    case .enrichRealTime: try EnrichRealTimeRequest(jsonString: text).serializedBytes()
    case .listSegments: try ListSegmentsRequest(jsonString: text).serializedBytes()
    }
  }
}
