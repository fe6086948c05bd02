/// The handlers of a loop's descriptors.
///
/// A token joins a descriptor's number with a generation, so that an event that was already fetched when its
/// descriptor was closed, and the number given away again, reaches nobody.
struct Registrations {
  private struct Entry {
    var handler: (any ReadinessHandler)?
    var generation: UInt32 = 0
  }

  private var entries: [Entry] = []

  /// Puts a handler in place and answers its token.
  mutating func insert(_ handler: any ReadinessHandler, for descriptor: Int32) -> UInt64 {
    let index = Int(descriptor)
    if index >= entries.count {
      entries.append(contentsOf: repeatElement(Entry(), count: index + 1 - entries.count))
    }
    entries[index].handler = handler
    entries[index].generation &+= 1
    return token(for: descriptor)
  }

  /// The token of a descriptor's present handler.
  func token(for descriptor: Int32) -> UInt64 {
    UInt64(entries[Int(descriptor)].generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
  }

  /// Whether a descriptor has a handler.
  func contains(_ descriptor: Int32) -> Bool {
    descriptor >= 0 && Int(descriptor) < entries.count && entries[Int(descriptor)].handler != nil
  }

  /// The handler of an event's token; nil when it is gone.
  func handler(for token: UInt64) -> (any ReadinessHandler)? {
    let index = Int(truncatingIfNeeded: token & 0xFFFF_FFFF)
    guard index < entries.count, entries[index].generation == UInt32(token >> 32) else { return nil }
    return entries[index].handler
  }

  /// Removes a handler and answers it, so that it can end outside of this value.
  mutating func remove(_ descriptor: Int32) -> (any ReadinessHandler)? {
    guard contains(descriptor) else { return nil }
    let handler = entries[Int(descriptor)].handler
    entries[Int(descriptor)].handler = nil
    entries[Int(descriptor)].generation &+= 1
    return handler
  }
}
