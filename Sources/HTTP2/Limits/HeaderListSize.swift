/// The size of a header list that is arriving.
struct HeaderListSize {
  /// What the limits say so far.
  enum Verdict {
    /// Within the limits.
    case fits
    /// The stream is over a limit.
    case tooLarge
    /// So far over that not even decoding it is worth while.
    case abusive
  }

  private let mostBytes: Int
  private let mostFields: Int
  private var bytes = 0
  private var fields = 0

  /// A list without fields.
  init(_ limits: HTTP2Limits) {
    mostBytes = limits.maxHeaderListSize
    mostFields = limits.maxHeaderFields
  }

  /// Counts a field as RFC 9113 section 10.5.1 does.
  mutating func add(name: Int, value: Int) -> Verdict {
    bytes += name + value + 32
    fields += 1
    if bytes > 4 * mostBytes || fields > 4 * mostFields { return .abusive }
    return bytes > mostBytes || fields > mostFields ? .tooLarge : .fits
  }
}
