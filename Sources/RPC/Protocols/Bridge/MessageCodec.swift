internal import Transport

/// How the messages of a call in another protocol are written.
enum MessageCodec: String, Sendable, CaseIterable {
  /// The binary form.
  case proto
  /// proto3's JSON mapping.
  case json
}

/// How a call's messages are compressed in a protocol that says so in fields of its own.
struct TranslatedEncodings: Sendable {
  /// What the request says, as it says it; nil for nothing.
  let requestName: String?
  /// What is accepted by the caller, as it says it.
  private let acceptedNames: String?
  /// What the limits accept.
  private let policy: CompressionPolicy

  /// The encodings that the request's fields name.
  init(request: String?, accepted: String?, _ limits: RPCLimits) {
    requestName = request == "identity" || request == "" ? nil : request
    acceptedNames = accepted.map(Self.wanted)
    policy = limits.compression
  }

  /// The names without their weights, and without those that HTTP's weight of nothing excludes.
  private static func wanted(_ names: String) -> String {
    names.split(separator: ",").compactMap { part in
      let sides = part.split(separator: ";", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\t" } }
      let weight = sides.count == 2 ? sides[1] : ""
      let isExcluded = weight.hasPrefix("q=0") && weight.dropFirst(3).allSatisfy { $0 == "." || $0 == "0" }
      return isExcluded ? nil : sides.first
    }.joined(separator: ",")
  }

  /// How the request's messages are compressed.
  var requests: MessageEncoding { MessageEncoding(requestName, accepted: policy.accepted) }

  /// What is accepted here, when the request is compressed in another way.
  var acceptedInstead: String? {
    guard case .unsupported = requests else { return nil }
    return policy.acceptEncoding
  }

  /// How replies are compressed that are translated; the call's own messages were not then.
  func negotiation(isStream: Bool) -> ReplyNegotiation {
    ReplyNegotiation(
      accepted: acceptedNames.map { CompressionSet(acceptEncoding: $0) } ?? [], requests: requests, isStream: isStream)
  }

  /// The fields by which the call learns of them. It compresses replies itself where they go out as they are.
  func fields(_ codec: MessageCodec) -> [HeaderField] {
    var fields: [HeaderField] = []
    if let requestName { fields.append(HeaderField("grpc-encoding", requestName)) }
    if codec == .proto, let acceptedNames { fields.append(HeaderField("grpc-accept-encoding", acceptedNames)) }
    return fields
  }
}
