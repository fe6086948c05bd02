import Releases
import EnrichmentSchema
import Privacy
import WireFormat

extension ConsistencyValidator {
  /// F-11: times and numbers of people that are possible.
  func provenance(
    _ metadata: MarketSegmentMetadata?, _ purpose: ReleasePurpose, _ estimates: FieldMap<String, Estimate>,
    _ check: inout ConsistencyCheck
  ) {
    let path = "market_segment_metadata"
    guard let metadata, let freshness = metadata.dataFreshness?.microseconds else {
      check.require(false, .provenance, "\(path).data_freshness", "is absent")
      return
    }
    check.require(freshness <= now, .provenance, "\(path).data_freshness", "is after the clock")
    for (field, estimate) in estimates.sorted(by: { $0.key < $1.key }) {
      guard let asOf = estimate.asOf?.microseconds else { continue }
      check.require(asOf <= freshness, .provenance, "estimates.\(field).as_of", "is after data_freshness")
    }
    let deviation = findings.people[purpose]?.noiseDeviation ?? 0
    let least = Double(metadata.floor) - Confidence.halfWidth95(standardError: deviation) - 0.5
    check.require(
      Double(metadata.sampleSize) >= least, .provenance, "\(path).sample_size",
      "\(metadata.sampleSize) is below the floor of \(metadata.floor) by more than its noise explains")
  }

  /// F-11: no field is newer than the answer.
  func asOf(
    _ measures: [Measure], _ metadata: MarketSegmentMetadata?, _ check: inout ConsistencyCheck
  ) {
    guard let freshness = metadata?.dataFreshness?.microseconds else { return }
    for asOf in measures.compactMap({ $0.asOf?.microseconds }) {
      check.require(asOf <= freshness, .provenance, "as_of", "is after data_freshness")
    }
  }
}
