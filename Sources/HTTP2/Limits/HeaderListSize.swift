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

  private var bytes = 0
  private var fields = 0

  /// Counts a field as RFC 9113 section 10.5.1 does.
  mutating func add(name: Int, value: Int, _ limits: HTTP2Limits) -> Verdict {
    bytes += name + value + 32
    fields += 1
    if bytes > 4 * limits.maxHeaderListSize || fields > 4 * limits.maxHeaderFields { return .abusive }
    return bytes > limits.maxHeaderListSize || fields > limits.maxHeaderFields ? .tooLarge : .fits
  }
}
