extension KnotInvariants: Encodable {
  private enum CodingKeys: String, CodingKey {
    case jones, alexander, signature, determinant, arf, span
    case crossingBounds = "crossing_bounds"
    case genusBound = "genus_bound"
    case unknottingBound = "unknotting_bound"
  }

  /// Polynomials as text, lowest exponent first; everything else as integers, bounds as a pair.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(jones.description, forKey: .jones)
    try container.encode(alexander.description, forKey: .alexander)
    try container.encode(signature, forKey: .signature)
    try container.encode(determinant, forKey: .determinant)
    try container.encode(arf, forKey: .arf)
    try container.encode(span, forKey: .span)
    try container.encode([crossingBounds.lowerBound, crossingBounds.upperBound], forKey: .crossingBounds)
    try container.encode(genusBound, forKey: .genusBound)
    try container.encode(unknottingBound, forKey: .unknottingBound)
  }
}
