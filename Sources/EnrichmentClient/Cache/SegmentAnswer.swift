internal import EnrichmentSchema
internal import WireFormat

/// An answer about a segment, which says where it comes from.
protocol SegmentAnswer: Message {
  var marketSegmentMetadata: MarketSegmentMetadata? { get }
  var metadata: ResponseMetadata? { get }
}

extension GetRealWorldBehaviorResponse: SegmentAnswer {}
extension GetQuantumPersonalityResponse: SegmentAnswer {}
extension GetCommunityInfluenceResponse: SegmentAnswer {}

extension SegmentAnswer {
  /// The segment and its release; nil for an answer that names none and cannot be kept.
  var origin: AnswerCache.Origin? { marketSegmentMetadata.flatMap(AnswerCache.Origin.init) }

  /// How long from when it was made until the next daily release is due. Nobody knows of a region whose rows have ended.
  var due: Duration? {
    guard let made = metadata?.timestamp, let cutOff = marketSegmentMetadata?.dataFreshness else { return nil }
    let age = Duration.seconds(made.seconds) - .seconds(cutOff.seconds)
    return age < .seconds(86_400) ? .seconds(86_400) - age : nil
  }
}

extension AnswerCache.Origin {
  init?(_ metadata: MarketSegmentMetadata) {
    guard !metadata.segmentID.isEmpty, !metadata.releaseID.isEmpty else { return nil }
    self.init(subject: "segment \(metadata.segmentID)", release: metadata.releaseID)
  }

  init(_ source: AffinitySource) {
    self.init(subject: "map of \(source.geographicRegion)", release: source.releaseID)
  }
}
