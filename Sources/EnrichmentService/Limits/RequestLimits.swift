import Answers
import Personality
import Population
import Segments

/// What one request may ask for. What cannot be changed here is said by the schema, and the same for every server.
package struct RequestLimits: Sendable, Hashable {
  /// Most segments of a page of `ListSegments`. 1,000.
  package var segmentsPerPage = 1_000
  /// Segments of a page whose request names no number. 100.
  package var segmentsPerUnsizedPage = 100
  /// Most zones or items of a page of `ListZones` and `ListItems`. 1,000.
  package var placesPerPage = 1_000
  /// Zones or items of a page whose request names no number. 100.
  package var placesPerUnsizedPage = 100
  /// Most zones of a customer in a request. 3.
  package let zonesPerCustomer = CustomerZones.most
  /// Most items of a `ListZoneLifts`. 20,000.
  package let itemsPerTable = ZoneMap.mostItems
  /// Most products of an `EnrichProducts`. 10,000.
  package let productsPerCatalogue = CatalogueQuestion.mostProducts
  /// Most products of one of its replies. 256.
  package let productsPerReply = RankedCatalogue.productsPerReply
  /// Most further products of a `GetQuantumPersonality`. 256.
  package let productsPerQuestion = PersonalityProducts.mostProducts
  /// Most feature words of a product. 64.
  package let featuresPerProduct = ProductReading.mostFeatures
  /// Longest product id, in bytes. 256.
  package let productIDBytes = ProductReading.longestID
  /// Most words of a list in a segment's description. 32.
  package let wordsPerDescription = SegmentDescription.mostWords
  /// Longest text of a segment's description or of a product's context, in bytes. 128.
  package let descriptionBytes = SegmentDescription.longestText
  /// Longest name of a person, in bytes. 256.
  package let subjectBytes = CheckedSubject.longest
  /// Longest id of an event, in bytes, and longest word of one. 128.
  package let eventIDBytes = EventCheck.longestID
  /// Longest name of a place or an item, in bytes. 256.
  package let placeBytes = EventCheck.longestName
  /// Most words of an event. 32.
  package let wordsPerEvent = EventCheck.mostTerms
  /// Longest visit. 24 h.
  package let visit = Duration.seconds(Int(EventCheck.longestDwell * 60))
  /// How far an event may lie ahead of the server's clock. 24 h.
  package let ahead = Duration.microseconds(EventCheck.furthestAhead)
  /// How long ago an event may have happened. 7 days.
  package let ago = Duration.microseconds(EventCheck.longestAgo)

  /// The defaults; change what differs.
  package init() {}
}
