/// How a server compresses the replies of one call, decided when its headers are sent.
struct ReplyNegotiation: Sendable {
  /// What the caller's `grpc-accept-encoding` lists.
  let accepted: CompressionSet
  /// What the caller's `grpc-encoding` names.
  let requests: MessageEncoding
  /// Whether more replies may follow the first.
  let isStream: Bool

  /// Nothing is compressed for a caller that accepts nothing.
  static let none = ReplyNegotiation(accepted: [], requests: .identity, isStream: false)

  /// What is announced and done, for the call's own choice and its first reply; nil when that is not known yet.
  func compression(_ policy: CompressionPolicy, call: CompressionChoice, first: MessageFrame?) -> SendCompression {
    guard !accepted.isEmpty, call != .off, let algorithm = algorithm(policy) else { return .none }
    let isDefault = isDefault(policy, call)
    // Announced is what a later reply may ask for; of a sole reply that is known only what it uses.
    let isUsed =
      switch first?.compression {
      case nil, .on: true
      case .off: false
      case .automatic: isDefault && (first?.messageLength ?? 0) >= policy.threshold
      }
    guard isStream || isUsed else { return .none }
    return SendCompression(algorithm: algorithm, isDefault: isDefault, threshold: policy.threshold)
  }

  private func algorithm(_ policy: CompressionPolicy) -> CompressionAlgorithm? {
    if let own = requests.algorithm, accepted.contains(own), policy.offered.contains(own) { return own }
    return policy.offered.first { accepted.contains($0) }
  }

  private func isDefault(_ policy: CompressionPolicy, _ call: CompressionChoice) -> Bool {
    guard call == .automatic else { return call == .on }
    switch policy.replies {
    case .asRequests: return requests != .identity
    case .always: return true
    case .onRequest: return false
    }
  }
}
