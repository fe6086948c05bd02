/// A run of numbers, both ends included.
public struct NumberRange: Sendable, Hashable {
  /// First number.
  public var first: Int64
  /// Last number, included.
  public var last: Int64
  /// Where it stands.
  public var position: Position

  /// Whether the number lies within.
  public func contains(_ number: Int64) -> Bool { number >= first && number <= last }
}

/// A name kept from use.
public struct ReservedName: Sendable, Hashable {
  /// The name.
  public var name: String
  /// Where it stands.
  public var position: Position
}
