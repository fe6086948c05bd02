package import EnrichmentSchema
import Segments
import WireFormat

/// What a request said without changing anything in its answer, by path. An input is never refused for being useless.
package enum IgnoredInputs {
  /// What the description of a segment says beyond what a segment is found by.
  package static func of(_ segment: UserSegment?, path: String = "user_segment") -> [String] {
    guard let segment else { return [] }
    return (segment.categoryPreferences.isEmpty ? [] : ["\(path).category_preferences"])
      + SegmentDescription.strangers(among: segment).map { "\(path).demographics.interests[\($0)]" }
  }

  /// That there is a context of a product asks for its implications; what the context says changes none of them.
  package static func of(_ request: GetRealWorldBehaviorRequest) -> [String] {
    guard let context = request.productContext else { return of(request.userSegment) }
    let fields = [
      ("category", context.category), ("subcategory", context.subcategory), ("price_range", context.priceRange),
    ]
    return of(request.userSegment) + fields.filter { !$0.1.isEmpty }.map { "product_context.\($0.0)" }
  }

  /// A category of products widens the scope that is told.
  package static func of(_ request: GetCommunityInfluenceRequest) -> [String] { of(request.userSegment) }
}

extension ResponseMetadata {
  /// What is said of a call by its answer: the inputs that changed nothing. The rest is put in when it is sent.
  package init(ignoring inputs: [String]) {
    self.init()
    ignoredInputs = inputs
  }
}
