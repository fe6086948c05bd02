package import EnrichmentSchema

extension IgnoredInputs {
  /// What a message that opens a session says.
  package static func of(_ open: Open) -> [String] {
    of(open.segment, path: "open.segment") + of(open.productContext, open.productQuantumState, path: "open")
  }

  /// What the product of a session says: of its context only that there is one matters, and a session shows no items.
  ///
  /// - Parameter path: Path of the message that holds both.
  static func of(_ context: ProductContext?, _ product: ProductQuantumState?, path: String) -> [String] {
    let fields = [
      ("product_context.category", context?.category.isEmpty == false),
      ("product_context.subcategory", context?.subcategory.isEmpty == false),
      ("product_context.price_range", context?.priceRange.isEmpty == false),
      ("product_quantum_state.category", product?.category.isEmpty == false),
      ("product_quantum_state.item_id", product?.itemID.isEmpty == false),
      ("product_quantum_state.shop_score", product?.shopScore != nil),
    ]
    return fields.filter(\.1).map { "\(path).\($0.0)" }
  }

  /// What events of a session say: words that nothing is known of, the item of a visit, and the place of anything else.
  static func of(_ events: [CheckedEvent], lexicon: some EventLexicon) -> [String] {
    events.enumerated().flatMap { index, event in
      let message = event.message
      let words = message.terms.enumerated().filter { lexicon.values(ofEventWord: $0.element) == nil }
      let fields = [
        ("item_id", event.kind == .visit && !message.itemID.isEmpty),
        ("place_id", event.kind != .visit && event.place != nil),
      ]
      return words.map { "events[\(index)].terms[\($0.offset)]" }
        + fields.filter(\.1).map { "events[\(index)].\($0.0)" }
    }
  }
}
