internal import EnrichmentSchema

/// What a session still has to say: events that are not durable yet, in their order, over as many streams as it takes.
///
/// Who puts something in waits while it is full. Everything that waits is let go when it is closed.
actor SessionOutbox {
  /// What goes out next.
  enum Message: Sendable {
    case event(Event)
    case context(UpdateContext)
    /// Everything has been said.
    case close
  }

  /// Events that may wait for their acknowledgement.
  static let most = 1_000

  private var events: [Event] = []
  /// How many of them the present stream has been told.
  private var told = 0
  /// The newest product under consideration, and whether the present stream knows it.
  private(set) var context: UpdateContext?
  private var isContextTold = true
  private var isFinished = false
  private var isClosed = false
  private var stream = 0
  private var whoHasSomething: CheckedContinuation<Void, Never>?
  private var whoHasMore: CheckedContinuation<Void, Never>?

  /// Takes an event in; returns false when nobody wants any more.
  func add(_ event: Event) async -> Bool {
    while events.count >= Self.most, !isClosed { await withCheckedContinuation { whoHasMore = $0 } }
    events.append(event)
    wakeSender()
    return !isClosed
  }

  /// Takes a product in; only the newest counts.
  func add(_ context: UpdateContext) -> Bool {
    (self.context, isContextTold) = (context, false)
    wakeSender()
    return !isClosed
  }

  /// Nothing follows.
  func finish() {
    isFinished = true
    wakeSender()
  }

  /// Lets everybody go.
  func close() {
    isClosed = true
    wakeSender()
    wakeSource()
  }

  /// Begins again with the first event that is not durable; what an earlier stream still asks for ends.
  func beginStream() -> Int {
    stream += 1
    // What a resumed session is opened with says the product.
    (told, isContextTold) = (0, true)
    wakeSender()
    return stream
  }

  /// What goes out next on a stream; nil when that is no longer the present one, and after `close`.
  func next(on stream: Int) async -> Message? {
    while stream == self.stream, !isClosed {
      if !isContextTold, let context {
        isContextTold = true
        return .context(context)
      }
      if told < events.count {
        told += 1
        return .event(events[told - 1])
      }
      if isFinished { return .close }
      await withCheckedContinuation { whoHasSomething = $0 }
    }
    return nil
  }

  /// Forgets events that are durable.
  func acknowledge(_ ids: [String]) {
    let durable = Set(ids)
    told -= events.prefix(told).count { durable.contains($0.eventID) }
    events.removeAll { durable.contains($0.eventID) }
    if events.count < Self.most { wakeSource() }
  }

  private func wakeSender() {
    whoHasSomething?.resume()
    whoHasSomething = nil
  }

  private func wakeSource() {
    whoHasMore?.resume()
    whoHasMore = nil
  }
}
