/// Why bytes are not the encoding of a message.
///
/// It is what the reader throws inside; `DecodingError` adds where it happened.
public enum WireFault: UInt8, Error, Sendable, Hashable, CaseIterable {
  /// A value goes on behind the end of the bytes.
  case truncated
  /// A varint has more than ten bytes or more than 64 bits.
  case overlongVarint
  /// A length reaches behind the end of the message it is in, or is 2 GiB or more.
  case lengthPastEnd
  /// A tag has field number 0, or one above 536870911.
  case invalidFieldNumber
  /// A tag has wire type 6 or 7.
  case invalidWireType
  /// The tag of a group's end without its beginning, or of another field.
  case unmatchedGroupEnd
  /// A string is not valid UTF-8.
  case invalidUTF8
  /// Messages or groups lie more than 100 deep in one another.
  case tooDeep
  /// A packed list of fixed-size values ends inside a value.
  case partialPackedValue

  /// The fault in words.
  public var text: String {
    switch self {
    case .truncated: "the bytes end inside a value"
    case .overlongVarint: "a varint is longer than 10 bytes or 64 bits"
    case .lengthPastEnd: "a length reaches past the end of the message"
    case .invalidFieldNumber: "a field number lies outside 1 to 536870911"
    case .invalidWireType: "a wire type is neither 0, 1, 2, 3, 4 nor 5"
    case .unmatchedGroupEnd: "a group ends that was not begun"
    case .invalidUTF8: "a string is not valid UTF-8"
    case .tooDeep: "messages lie more than \(WireLimits.depth) deep in one another"
    case .partialPackedValue: "a packed list ends inside a value"
    }
  }
}

/// Bounds of what is read.
public enum WireLimits {
  /// How deep messages and groups may lie in one another, in binary and in JSON.
  public static let depth = 100
}

/// Bytes that are not the encoding of a message: why, and where.
public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The field path with names of the schema, as `segment.demographics.age_range`; empty at the top.
  public var path: String
  /// Bytes from the beginning of the input to where reading stopped.
  public var offset: Int
  /// Why.
  public var reason: WireFault

  /// An error at a place.
  public init(path: String, offset: Int, reason: WireFault) {
    self.path = path
    self.offset = offset
    self.reason = reason
  }

  /// One sentence with path and offset.
  public var description: String {
    let place = path.isEmpty ? "" : " in \(path)"
    return "invalid protobuf at byte \(offset)\(place): \(reason.text)"
  }
}
