import EnrichmentSchema
import EventLoop
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

/// What a browser's session has said and who reads it, without a server: values and times that are handed in.
@Suite("how a browser's session stands", .timeLimit(.minutes(1)))
struct BrowserSessionStateTests {
  private static let start = MonotonicTime(nanoseconds: 0)

  private static func update(_ sequence: Int64, bytes: Int = 0) -> WatchSessionResponse.Body {
    var update = Update()
    update.sequence = sequence
    update.causeEventIds = [String(repeating: "e", count: bytes)]
    return .update(update)
  }

  private static func limits(messages: Int = 64, bytes: Int = 32_768) -> BrowserSessionLimits {
    var limits = BrowserSessionLimits()
    (limits.keptMessages, limits.keptBytes) = (messages, bytes)
    return limits
  }

  @Test("messages have numbers from 1 on, and each is there after the one before")
  func numbers() throws {
    var kept = KeptMessages(Self.limits())
    #expect(kept.next(after: 0) == .nothing)
    for sequence in 1...3 { kept.append(Self.update(Int64(sequence))) }
    for id in Int64(1)...3 {
      guard case .message(let next, let bytes) = kept.next(after: id - 1) else { return #expect(Bool(false)) }
      let message = try WatchSessionResponse(serializedBytes: bytes)
      #expect(next == id && message.id == id && message.body == Self.update(id))
    }
    #expect(kept.next(after: 3) == .nothing)
  }

  @Test(
    "no more is kept than may be, whatever comes, and the whole view stands for what has gone", arguments: [1, 3, 64])
  func bounds(most: Int) {
    var kept = KeptMessages(Self.limits(messages: most, bytes: 1_000))
    for sequence in 1...500 {
      kept.append(Self.update(Int64(sequence), bytes: sequence % 150))
      #expect(kept.size.messages <= most && (kept.size.bytes <= 1_000 || kept.size.messages == 1))
    }
    let first = 500 - Int64(kept.size.messages) + 1
    #expect(kept.next(after: first - 2) == .whole(upTo: 500))
    guard case .message(first, _) = kept.next(after: first - 1) else {
      return #expect(Bool(false), "the first is lost")
    }
    kept.append(Self.update(501, bytes: 5_000))
    #expect(kept.size.messages == 1, "the newest is kept whatever its length")
  }

  @Test("a session ends 15 minutes after its last use; one that is read is used")
  func life() throws {
    var state = BrowserSessionState(BrowserSessionLimits(), at: Self.start)
    let isOver = { (seconds: Int) in state.isOver(at: Self.start + .seconds(seconds)) }
    #expect(!isOver(900))
    state.use(at: Self.start + .seconds(800))
    #expect(!isOver(1_700))
    let reader = try state.attach(after: 0, at: Self.start + .seconds(1_700))
    #expect(!isOver(9_000))
    state.detach(reader, at: Self.start + .seconds(9_100))
    #expect(!isOver(10_000))
    #expect(isOver(10_001))
    #expect(throws: RPCError.self) { try state.attach(after: 0, at: Self.start + .seconds(10_002)) }
  }

  @Test("a newer reader takes the session over")
  func takenOver() throws {
    var state = BrowserSessionState(BrowserSessionLimits(), at: Self.start)
    state.say(Self.update(1))
    let first = try state.attach(after: 0, at: Self.start)
    let second = try state.attach(after: 1, at: Self.start)
    guard case .fail(let error)? = state.turn(of: first, after: 0) else { return #expect(Bool(false)) }
    #expect(error.reason == "SESSION_TAKEN_OVER" && state.turn(of: second, after: 1) == nil)
    state.detach(first, at: Self.start)
    #expect(state.reader == second, "who has gone takes nobody else along")
  }

  @Test("a closed session is read to its end, and by nobody who has had it")
  func closed() throws {
    var state = BrowserSessionState(BrowserSessionLimits(), at: Self.start)
    state.say(Self.update(1))
    state.close(SessionSummary(), at: Self.start)
    state.say(Self.update(2))
    let reader = try state.attach(after: 1, at: Self.start)
    guard case .send(2, let bytes)? = state.turn(of: reader, after: 1),
      case .closed? = try WatchSessionResponse(serializedBytes: bytes).body,
      case .end? = state.turn(of: reader, after: 2)
    else { return #expect(Bool(false), "the last message is that it is closed") }
    let error = #expect(throws: RPCError.self) { try state.attach(after: 2, at: Self.start) }
    #expect(error?.code == .notFound)
    let isOver = { (seconds: Int) in state.isOver(at: Self.start + .seconds(seconds)) }
    #expect(!isOver(60) && isOver(61))
  }

  @Test("a number that has not been said is refused", arguments: [-1, 2, Int64.max, .min])
  func wrongNumber(id: Int64) {
    var state = BrowserSessionState(BrowserSessionLimits(), at: Self.start)
    state.say(Self.update(1))
    let error = #expect(throws: RPCError.self) { try state.attach(after: id, at: Self.start) }
    #expect(error?.code == .invalidArgument && error?.message.contains("0 to 1") == true)
  }

  @Test("a request is answered once all of its events are durable, each counted once")
  func awaited() {
    var awaited = AwaitedEvents()
    let (none, first, second) = (awaited.add([]), awaited.add(["a", "b", "a"]), awaited.add(["b"]))
    let ofNone = awaited.takeDuplicates(of: none)
    #expect(ofNone == [])
    var ack = Ack()
    ack.eventIds = ["a", "b"]
    var (done, duplicates) = (awaited.take(ack), awaited.takeDuplicates(of: first))
    #expect(done == [] && duplicates == nil)
    (ack.eventIds, ack.duplicateEventIds) = (["a", "b"], ["a", "b"])
    done = awaited.take(ack)
    #expect(done == [first, second])
    for (request, known) in [(first, ["a"]), (second, ["b"]), (first, nil)] {
      duplicates = awaited.takeDuplicates(of: request)
      #expect(duplicates == known)
    }
    let third = awaited.add(["c"])
    awaited.forget(third)
    #expect(!awaited.isWaiting(third))
  }
}
