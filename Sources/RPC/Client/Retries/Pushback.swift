internal import Transport

/// What a server says about trying again: `grpc-retry-pushback-ms`.
enum Pushback: Sendable, Hashable {
  /// After this time.
  case after(Duration)
  /// Not at all: the value is negative or no number.
  case never

  /// The name of the trailer.
  static let name = "grpc-retry-pushback-ms"

  /// What the trailers say, nil when they say nothing.
  init?(_ trailers: [HeaderField]) {
    guard let field = trailers.first(where: { $0.name == Self.name }) else { return nil }
    guard let milliseconds = Int32(field.value), milliseconds >= 0 else {
      self = .never
      return
    }
    self = .after(.milliseconds(Int(milliseconds)))
  }
}
