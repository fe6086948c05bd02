/// Why an engine can neither read nor write at this time, although nothing is wrong with what it was asked.
package struct StoreOutage: Error, Sendable, Hashable {
  /// What stands in the way.
  package enum Cause: Sendable, Hashable {
    /// No room is left on the disk.
    case full
    /// The file, or the disk it is on, cannot be written.
    case readOnly
    /// A file cannot be opened, for want of a descriptor or of permission.
    case unopenable
    /// Reading or writing the disk fails.
    case failing
    /// Something else holds the file.
    case busy
    /// The file or its log has been taken away or replaced: nobody will find what is written.
    case gone
  }

  /// What stands in the way.
  package let cause: Cause
  /// The engine's own words, for an operator.
  package let text: String

  /// An outage.
  package init(_ cause: Cause, _ text: String) { (self.cause, self.text) = (cause, text) }

  /// After how many nanoseconds another try may succeed; nil when none will before somebody has seen to the store.
  package var retryAfter: UInt64? {
    switch cause {
    case .busy, .unopenable: 1_000_000_000
    case .failing: 5_000_000_000
    case .full, .readOnly: 30_000_000_000
    case .gone: nil
    }
  }
}

extension StoreOutage: CustomStringConvertible {
  /// What stands in the way, and the engine's words.
  package var description: String {
    let words =
      switch cause {
      case .full: "the disk is full"
      case .readOnly: "it is read-only"
      case .unopenable: "a file of it cannot be opened"
      case .failing: "the disk fails"
      case .busy: "another program holds it"
      case .gone: "its file or its log was removed or replaced"
      }
    return "\(words) (\(text))"
  }
}
