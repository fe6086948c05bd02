/// The size of a header list that is arriving.
@usableFromInline package struct HeaderListSize {
  /// What the limits say so far.
  package enum Verdict {
    /// Within the limits.
    case fits
    /// The stream is over a limit.
    case tooLarge
    /// So far over that not even decoding it is worth while.
    case abusive
  }

  private static let fieldOverhead = 32
  /// How many times as much as is allowed is read to its end, for the sake of the connection's other streams.
  private static let mostExcess = 9

  private let mostBytes: Int
  private let mostFields: Int
  @usableFromInline var bytes = 0
  @usableFromInline var fields = 0

  /// A list without fields.
  package init(_ limits: ConnectionLimits) {
    mostBytes = limits.maxHeaderListSize
    mostFields = limits.maxHeaderFields
  }

  /// A new list begins.
  @inlinable package mutating func reset() { (bytes, fields) = (0, 0) }

  /// Counts fields with so many bytes of names and values that a list within the limits has begun with.
  package mutating func add(fields: Int, bytes: Int) {
    self.fields += fields
    self.bytes += bytes + fields * Self.fieldOverhead
  }

  /// Counts a field as RFC 9113 section 10.5.1 does.
  package mutating func add(name: Int, value: Int) -> Verdict {
    add(fields: 1, bytes: name + value)
    if bytes > Self.mostExcess * mostBytes { return .abusive }
    return bytes > mostBytes || fields > mostFields ? .tooLarge : .fits
  }
}
