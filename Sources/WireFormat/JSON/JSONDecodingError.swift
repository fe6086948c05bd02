/// A text that is not the JSON form of a message: why, and where.
public struct JSONDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The path as `segment.interests[2]`, names as they were written; empty at the top.
  public var path: String
  /// Bytes from the beginning of the text to where reading stopped.
  public var offset: Int
  /// The line reading stopped in, counted from 1.
  public var line: Int
  /// Why.
  public var reason: JSONFault

  /// An error at a place.
  public init(path: String, offset: Int, line: Int, reason: JSONFault) {
    self.path = path
    self.offset = offset
    self.line = line
    self.reason = reason
  }

  /// One sentence with path, line and offset.
  public var description: String {
    let place = path.isEmpty ? "" : " in \(path)"
    return "invalid JSON at byte \(offset) (line \(line))\(place): \(reason.text)"
  }
}
