/// How many received bytes the peer has not been given back as window: they are held while whole messages wait to be
/// taken, so that a slow taker slows the peer down, and released otherwise, so that a message larger than the window
/// can arrive.
struct ReceiveCredit: Sendable, Hashable {
  private var held = 0

  /// Takes note of bytes that arrived; answers how many to give back now.
  mutating func received(_ count: Int, messagesWait: Bool) -> Int {
    held += count
    return messagesWait ? 0 : releaseAll()
  }

  /// Takes note of a message that was taken, its prefix included; answers how many bytes to give back now.
  mutating func took(_ frameLength: Int, messagesWait: Bool) -> Int {
    guard messagesWait else { return releaseAll() }
    let released = min(frameLength, held)
    held -= released
    return released
  }

  /// Answers every byte held: nobody will take messages any more.
  mutating func releaseAll() -> Int {
    defer { held = 0 }
    return held
  }
}
