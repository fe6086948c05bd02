internal import Transport

/// How a Connect call's messages are compressed.
struct ConnectEncodings: Sendable {
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
      let isExcluded =
        sides.count == 2 && sides[1].hasPrefix("q=0") && sides[1].dropFirst(3).allSatisfy { ".0".contains($0) }
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

  /// How replies are compressed that are translated here; nothing of the call's own messages, which were not.
  func negotiation(isStream: Bool) -> ReplyNegotiation {
    ReplyNegotiation(
      accepted: acceptedNames.map { CompressionSet(acceptEncoding: $0) } ?? [], requests: requests, isStream: isStream)
  }

  /// The fields by which the call learns of them. It compresses replies itself where they go out as they are.
  func fields(_ codec: ConnectCodec) -> [HeaderField] {
    var fields: [HeaderField] = []
    if let requestName { fields.append(HeaderField("grpc-encoding", requestName)) }
    if codec == .proto, let acceptedNames { fields.append(HeaderField("grpc-accept-encoding", acceptedNames)) }
    return fields
  }
}
