internal import WireFormat

/// The message in the query of a Connect call by GET.
struct ConnectQuery {
  /// The message, compressed if the query says so; nil when it is not there or not base64 as it is said to be.
  let bytes: [UInt8]?
  private let problem: String?

  /// Reads `message` and `base64`.
  init(_ parameters: QueryParameters) {
    let isBase64 = parameters["base64"] == "1"
    let text = parameters["message"].map { Array($0.utf8) }
    bytes = isBase64 ? text.flatMap { Base64.decode($0, as: .lenient) } : text
    problem =
      switch (text, bytes) {
      case (nil, _): "the query has no \"message\""
      case (_, nil): "\"message\" is not base64 in the URL's alphabet, as \"base64=1\" says"
      default: nil
      }
  }

  /// What is wrong with it.
  func fault(_ limits: RPCLimits) -> RPCError? {
    if let problem { return .invalidArgument(problem) }
    let (count, limit) = (bytes?.count ?? 0, limits.maxRequestMessageBytes)
    return count > limit ? FramingError.tooLarge(length: count, limit: limit).rpcError : nil
  }
}
