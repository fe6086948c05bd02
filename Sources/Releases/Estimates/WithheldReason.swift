/// Why a field is absent. The names are those of the wire.
package enum WithheldReason: String, Sendable, Hashable, CaseIterable {
  /// The region declares no data that it could be computed from.
  case noSource = "no_source"
  /// The number is within its tolerance of the truth with a probability below one half.
  case lowConfidence = "low_confidence"
  /// Too few people for the purpose.
  case notAdmitted = "not_admitted"
  /// The release was made before the statistic was part of releases.
  case notReleased = "not_released"
  /// The segment is divided so evenly that a mean says nothing.
  case splitPopulation = "split_population"
  /// A number it is computed from is absent.
  case missingInput = "missing_input"
  /// The request did not hand in what it is computed from.
  case notRequestedData = "not_requested_data"
}
