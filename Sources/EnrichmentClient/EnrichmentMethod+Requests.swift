import EnrichmentSchema
package import WireFormat

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
