/// The message types a program is linked with, by name: what `google.protobuf.Any` may contain in JSON.
///
/// Generated code has a set for every schema file, named after its path; the well-known types belong to every set:
///
///     try Order(jsonString: text, types: [.shop_v1_order, .shop_v1_payment])
public struct MessageTypes: Sendable, ExpressibleByArrayLiteral {
  private var types: [String: any Message.Type] = [:]

  /// The types of `google.protobuf`, of which there is no need to tell.
  public static let wellKnown: MessageTypes = [
    .google_protobuf_any, .google_protobuf_api, .google_protobuf_duration, .google_protobuf_empty,
    .google_protobuf_field_mask, .google_protobuf_source_context, .google_protobuf_struct, .google_protobuf_timestamp,
    .google_protobuf_type, .google_protobuf_wrappers,
  ]

  /// A set of types; of two with the same name the later one counts.
  public init(_ types: [any Message.Type]) {
    for type in types { self.types[type.messageName] = type }
  }

  /// The types of several sets; of two with the same name that of the later set counts.
  public init(arrayLiteral sets: MessageTypes...) {
    for set in sets { types.merge(set.types) { $1 } }
  }

  /// The type of a full name, if it is linked.
  public subscript(name: String) -> (any Message.Type)? {
    types[name] ?? Self.wellKnown.types[name]
  }
}
