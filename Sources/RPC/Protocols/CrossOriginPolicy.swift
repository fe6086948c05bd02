internal import EventLoop
internal import Transport

/// Which pages of other origins may call a server by the protocols that browsers can speak, as the Fetch standard has it.
/// It is closed unless origins are named: a browser then lets no page read an answer.
public struct CrossOriginPolicy: Sendable, Hashable {
  /// The origins whose pages may call, each as a browser sends it: scheme, host and, unless it is the scheme's own, port,
  /// such as `https://shop.example`. They are compared as they are; there is no wildcard.
  public var allowedOrigins: Set<String>
  /// The request fields that pages may send beside those that are always allowed.
  public var allowedFields: [String]
  /// The answer's fields that pages may read beside those that always can be read.
  public var exposedFields: [String]
  /// How long a browser may remember what it was told. Browsers have limits of their own, some of two hours.
  public var maxAge: Duration

  /// No page of another origin may call.
  public static let closed = CrossOriginPolicy(allowedOrigins: [])

  /// What the protocols here take from a request.
  public static let callFields = [
    "authorization", "connect-accept-encoding", "connect-content-encoding", "connect-protocol-version",
    "connect-timeout-ms", "content-type", "grpc-timeout", "if-none-match", "last-event-id", "x-api-key", "x-grpc-web",
    "x-request-id", "x-user-agent",
  ]

  /// What the protocols here put into an answer.
  public static let answerFields = [
    "connect-content-encoding", "content-encoding", "etag", "grpc-encoding", "grpc-message", "grpc-status",
    "grpc-status-details-bin", "ratelimit", "ratelimit-policy", "retry-after", "trailer-x-request-id", "x-request-id",
  ]

  /// A policy for these origins; fields as the protocols here have them, and two hours.
  public init(
    allowedOrigins: Set<String>, allowedFields: [String] = callFields, exposedFields: [String] = answerFields,
    maxAge: Duration = .seconds(7200)
  ) {
    self.allowedOrigins = allowedOrigins
    self.allowedFields = allowedFields
    self.exposedFields = exposedFields
    self.maxAge = maxAge
  }

  /// What an answer to the request says beside its own; nothing while the policy is closed.
  func additions(for request: HTTPRequestHead) -> [HeaderField] {
    guard !allowedOrigins.isEmpty else { return [] }
    // Caches must not hand one origin's answer to another.
    let varies = HeaderField("vary", "origin")
    guard let origin = allowed(request) else { return [varies] }
    return [
      HeaderField("access-control-allow-origin", origin),
      HeaderField("access-control-expose-headers", exposedFields.joined(separator: ", ")), varies,
    ]
  }

  /// The answer to what a browser asks before it lets a page call; nil when the request is no such question, or of an
  /// origin that may not.
  func preflight(_ request: HTTPRequestHead) -> HTTPAnswer? {
    guard request.method == "OPTIONS", request["access-control-request-method"] != nil, let origin = allowed(request)
    else { return nil }
    return HTTPAnswer(
      204,
      [
        HeaderField("access-control-allow-origin", origin),
        HeaderField("access-control-allow-methods", "GET, POST"),
        HeaderField("access-control-allow-headers", allowedFields.joined(separator: ", ")),
        HeaderField("access-control-max-age", "\(maxAge.components.seconds)"),
        HeaderField("vary", "origin, access-control-request-method, access-control-request-headers"),
      ])
  }

  private func allowed(_ request: HTTPRequestHead) -> String? {
    request["origin"].flatMap { allowedOrigins.contains($0) ? $0 : nil }
  }
}
