import EnrichmentSchema

/// Which requests wait until which events are durable, as a value.
struct AwaitedEvents: Sendable {
  /// Events of one request, by id.
  private struct Waiting: Sendable {
    let request: Int
    var left: [String: Int]
    var duplicates: [String] = []
  }

  private var waiting: [Waiting] = []
  private var done: [Int: [String]] = [:]
  private var requests = 0

  /// Nobody waits.
  init() {}

  /// Notes the events of a request before they are handed over; returns what to ask for it with.
  mutating func add(_ ids: [String]) -> Int {
    requests += 1
    guard !ids.isEmpty else {
      done[requests] = []
      return requests
    }
    waiting.append(Waiting(request: requests, left: Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +)))
    return requests
  }

  /// Takes note of what is durable; returns the requests that wait for nothing more.
  mutating func take(_ ack: Ack) -> [Int] {
    // Of an id that came several times together, those that came later are the duplicates.
    var fresh = Dictionary(ack.eventIds.map { ($0, 1) }, uniquingKeysWith: +)
    for id in ack.duplicateEventIds { fresh[id, default: 0] -= 1 }
    for id in ack.eventIds {
      let isFresh = fresh[id, default: 0] > 0
      fresh[id, default: 0] -= 1
      take(id, isDuplicate: !isFresh)
    }
    let ended = waiting.filter(\.left.isEmpty)
    waiting.removeAll(where: \.left.isEmpty)
    for request in ended { done[request.request] = request.duplicates }
    return ended.map(\.request)
  }

  private mutating func take(_ id: String, isDuplicate: Bool) {
    guard let index = waiting.firstIndex(where: { $0.left[id] != nil }) else { return }
    if isDuplicate { waiting[index].duplicates.append(id) }
    let left = waiting[index].left[id, default: 1] - 1
    waiting[index].left[id] = left > 0 ? left : nil
  }

  /// Whether a request waits for some of its events.
  func isWaiting(_ request: Int) -> Bool { waiting.contains { $0.request == request } }

  /// The duplicates of a request all of whose events are durable, once; nil while some are not.
  mutating func takeDuplicates(of request: Int) -> [String]? { done.removeValue(forKey: request) }

  /// Forgets a request that waits no longer.
  mutating func forget(_ request: Int) {
    waiting.removeAll { $0.request == request }
    done[request] = nil
  }
}
