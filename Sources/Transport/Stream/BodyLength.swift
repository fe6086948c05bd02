/// How much of a body has come and how much is due (RFC 9113 section 8.1.1).
@usableFromInline package struct BodyLength {
  /// What is still due; as long as nothing was announced, -1 less what has come.
  @usableFromInline var rest: Int64 = -1

  /// A body of any length.
  @inlinable package init() {}

  /// A body of the `length` that was announced; nil stands for any length.
  @inlinable package init(_ length: Int64?) { rest = length ?? -1 }

  /// Takes bytes; false when they are more than are due.
  @inlinable package mutating func take(_ count: Int) -> Bool {
    let isAnnounced = rest >= 0
    rest -= Int64(count)
    return !isAnnounced || rest >= 0
  }

  /// Announces the length after the body has come; false when it was announced before.
  @inlinable package mutating func announce(_ length: Int64) -> Bool {
    guard rest < 0 else { return false }
    let taken = -1 - rest
    guard taken <= length else { return false }
    rest = length - taken
    return true
  }

  /// Whether the body may end here.
  @inlinable package var isComplete: Bool { rest <= 0 }
}
