/// What a descriptor is ready for, or what its owner waits for.
public struct Readiness: OptionSet, Sendable, Hashable {
  /// The set as bits.
  public let rawValue: UInt8

  /// The set with these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// There is input, or the peer has closed.
  public static let readable = Readiness(rawValue: 1)
  /// There is room for output.
  public static let writable = Readiness(rawValue: 2)
  /// The descriptor has failed or both directions are closed; reported always, never waited for.
  public static let hangup = Readiness(rawValue: 4)
}

/// The owner of a descriptor, called on its loop.
public protocol ReadinessHandler: AnyObject {
  /// The descriptor is ready for at least one of the things in `readiness`; told again in the next pass while it lasts.
  func ready(_ readiness: Readiness)
}

/// An object that has something to finish once at the end of a pass, such as writing all that was gathered.
public protocol PassHook: AnyObject {
  /// Called once for each request, on the loop, after the pass's events and jobs.
  func passEnded()
}
