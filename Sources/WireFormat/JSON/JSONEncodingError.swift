/// A message that has no JSON form: why, and where.
public struct JSONEncodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What has no JSON form.
  public enum Reason: Sendable, Hashable {
    /// A `Timestamp` outside the years 1 to 9999, or with nanoseconds outside 0 to 999999999.
    case timestampOutOfRange(seconds: Int64, nanos: Int32)
    /// A `Duration` of more than 315576000000 seconds either way, or with nanoseconds of another sign or 10⁹ and more.
    case durationOutOfRange(seconds: Int64, nanos: Int32)
    /// A path of a `FieldMask` that lowerCamelCase does not keep, as `fooBar`, `foo_3` or `foo__bar`.
    case pathNotReversible(String)
    /// NaN or an infinity in a `Value`: JSON has no such number.
    case numberNotFinite(Double)
    /// A `Value` none of whose kinds is set.
    case valueWithoutKind
    /// An `Any` whose type URL is not a host or path, a slash and a full name.
    case invalidTypeURL(String)
    /// An `Any` with content of a type that is not linked.
    case unknownType(url: String)
    /// An `Any` whose bytes are no message of its type.
    case invalidContent(url: String, DecodingError)
    /// Messages lie more than 100 deep in one another.
    case tooDeep
  }

  /// The path as `segment.interests[2]`, names as they are written; empty at the top.
  public var path: String
  /// Why.
  public var reason: Reason

  /// An error at a place.
  public init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// One sentence with the path.
  public var description: String {
    "no JSON form\(path.isEmpty ? "" : " of \(path)"): \(reason.text)"
  }
}

extension JSONEncodingError.Reason {
  /// The reason in words, with what is allowed.
  public var text: String {
    switch self {
    case .timestampOutOfRange(let seconds, let nanos):
      "the moment of \(seconds) s and \(nanos) ns lies outside the years 0001 to 9999"
    case .durationOutOfRange(let seconds, let nanos):
      "the span of \(seconds) s and \(nanos) ns is longer than 315576000000 s or has two signs"
    case .pathNotReversible(let path): "\"\(path.shortened)\" is not a path in lower_snake_case"
    case .numberNotFinite(let number): "\(number) is not a number of JSON"
    case .valueWithoutKind: "a value is null, a number, a string, a bool, an object or an array, and it is none"
    case .invalidTypeURL(let url): "\"\(url.shortened)\" does not name a type as type.googleapis.com/full.Name"
    case .unknownType(let url): "the type \"\(url.shortened)\" is not linked"
    case .invalidContent(let url, let error): "the content is no \"\(url.shortened)\": \(error)"
    case .tooDeep: "messages lie more than \(WireLimits.depth) deep in one another"
    }
  }
}
