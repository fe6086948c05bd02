import Answers
import EnrichmentSchema
import EventLoop
import Measures
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("what a session owes", .timeLimit(.minutes(5)))
struct SessionQueueTests {
  private func event(_ id: String) throws -> CheckedEvent {
    var event = Event()
    event.eventID = id
    event.kind = .visit
    event.venueCategory = "coffee"
    event.time = GoogleProtobufTimestamp(microseconds: 1_000_000)
    return try CheckedEvent(event, now: 2_000_000)
  }

  private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

  @Test("events that came together are committed together and shown one by one")
  func oneUpdatePerEvent() throws {
    var queue = SessionQueue(interval: .zero)
    let events = try (0..<3).map { try event("e\($0)") }
    events.forEach { queue.add($0) }
    #expect(queue.next(at: time(0)) == .commit(events))
    queue.committed(events)
    for event in events { #expect(queue.next(at: time(0)) == .update([event])) }
    #expect(queue.next(at: time(0)) == .wait(until: nil))
    #expect(queue.isEmpty)
  }

  @Test("within the interval updates merge, and none is lost")
  func merging() throws {
    var queue = SessionQueue(interval: .seconds(1))
    let events = try (0..<3).map { try event("e\($0)") }
    queue.committed([events[0]])
    #expect(queue.next(at: time(10)) == .update([events[0]]))
    queue.committed([events[1]])
    queue.committed([events[2]])
    #expect(queue.next(at: time(10.5)) == .wait(until: time(11)))
    #expect(queue.next(at: time(11)) == .update([events[1], events[2]]))
  }

  @Test("events are committed while an update is held back by the quota")
  func heldUpdates() throws {
    var queue = SessionQueue(interval: .zero)
    let events = try (0..<2).map { try event("e\($0)") }
    queue.hold([events[0]], until: time(5))
    queue.add(events[1])
    #expect(queue.next(at: time(1)) == .commit([events[1]]))
    queue.committed([events[1]])
    #expect(queue.next(at: time(1)) == .wait(until: time(5)))
    #expect(queue.next(at: time(5)) == .update(events))
  }

  @Test("a session that ends sends at once what is owed")
  func closing() throws {
    var queue = SessionQueue(interval: .seconds(60))
    let events = try (0..<2).map { try event("e\($0)") }
    queue.committed([events[0]])
    _ = queue.next(at: time(0))
    queue.committed([events[1]])
    queue.isClosing = true
    #expect(queue.next(at: time(0.1)) == .update([events[1]]))
  }

  @Test("a client that sends more than the bound has to wait")
  func bounded() throws {
    var queue = SessionQueue(interval: .zero)
    for index in 0..<SessionLimits().waitingEvents { queue.add(try event("e\(index)")) }
    #expect(queue.isFull)
    _ = queue.next(at: time(0))
    #expect(!queue.isFull)
  }
}
