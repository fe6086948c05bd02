import EventLoop
import Glibc
import Synchronization
import Testing

/// A loop that ends with the test.
private func withLoop<R>(_ body: (EventLoop) async throws -> R) async throws -> R {
  let loop = try EventLoop.spawn(name: "test")
  defer { loop.shutdown() }
  return try await body(loop)
}

/// Runs `body` on the loop and answers what it answers.
private func on<R: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> R) async -> R {
  await withCheckedContinuation { continuation in loop.execute { continuation.resume(returning: body()) } }
}

/// What happened, in order.
private final class Journal: Sendable {
  private let entries = Mutex<[String]>([])
  func note(_ entry: String) { entries.withLock { $0.append(entry) } }
  var all: [String] { entries.withLock { $0 } }
}

private final class Hook: PassHook {
  let body: () -> Void
  init(_ body: @escaping () -> Void) { self.body = body }
  func passEnded() { body() }
}

private final class OnReady: ReadinessHandler {
  let body: (Readiness) -> Void
  init(_ body: @escaping (Readiness) -> Void) { self.body = body }
  func ready(_ readiness: Readiness) { body(readiness) }
}

@Suite("Event loop", .timeLimit(.minutes(2)))
struct EventLoopTests {
  @Test("work runs on the loop's thread, in the order given")
  func order() async throws {
    try await withLoop { loop in
      let journal = Journal()
      for index in 0..<100 { loop.execute { journal.note("\(index) \(loop.isInLoop)") } }
      _ = await on(loop) {}
      #expect(journal.all == (0..<100).map { "\($0) true" })
      #expect(!loop.isInLoop)
    }
  }

  @Test("a task that prefers the loop runs there, also after suspending")
  func tasks() async throws {
    try await withLoop { loop in
      let places = await Task(executorPreference: loop) {
        let first = loop.isInLoop
        await Task.yield()
        try? await Task.sleep(for: .milliseconds(1))
        return [first, loop.isInLoop]
      }.value
      #expect(places == [true, true])
    }
  }

  @Test("a pass runs work, then the work that came of it, then hooks; a timer without delay has its turn in the next")
  func pass() async throws {
    try await withLoop { loop in
      let journal = Journal()
      await withCheckedContinuation { continuation in
        loop.execute {
          loop.schedule(after: .zero) {
            journal.note("timer")
            continuation.resume()
          }
          loop.afterPass(Hook { journal.note("hook") })
          loop.execute { journal.note("work of work") }
          journal.note("work")
        }
      }
      #expect(journal.all == ["work", "work of work", "hook", "timer"])
    }
  }

  @Test("the work and the hooks a timer asks for have their turn in its pass")
  func passOfTimer() async throws {
    try await withLoop { loop in
      let journal = Journal()
      await withCheckedContinuation { continuation in
        loop.execute {
          loop.schedule(after: .milliseconds(1)) {
            let moment = loop.now
            loop.afterPass(
              Hook {
                journal.note("hook \(loop.now == moment)")
                continuation.resume()
              })
            loop.execute { journal.note("work \(loop.now == moment)") }
          }
        }
      }
      #expect(journal.all == ["work true", "hook true"])
    }
  }

  @Test("timers fire by due time, those of one time in order, cancelled ones never")
  func timers() async throws {
    try await withLoop { loop in
      let journal = Journal()
      await withCheckedContinuation { continuation in
        loop.execute {
          let start = loop.now
          loop.schedule(at: start + .milliseconds(6)) { continuation.resume() }
          loop.schedule(at: start + .milliseconds(4)) { journal.note("c") }
          loop.schedule(at: start + .milliseconds(2)) { journal.note("a") }
          loop.schedule(at: start + .milliseconds(2)) { journal.note("b") }
          let cancelled = loop.schedule(at: start + .milliseconds(3)) { journal.note("cancelled") }
          loop.cancel(cancelled)
          loop.cancel(cancelled)
        }
      }
      #expect(journal.all == ["a", "b", "c"])
    }
  }

  @Test("a timer that is due at once and adds itself again leaves time for everything else")
  func greedyTimer() async throws {
    try await withLoop { loop in
      let journal = Journal()
      _ = await on(loop) { self.again(loop, journal) }
      while journal.all.count < 10 { _ = await on(loop) {} }
    }
  }

  private func again(_ loop: EventLoop, _ journal: Journal) {
    journal.note("tick")
    loop.schedule(after: .zero) { again(loop, journal) }
  }

  @Test("a descriptor's handler is called while it is ready and not after it is forgotten")
  func readiness() async throws {
    try await withLoop { loop in
      var ends: [Int32] = [0, 0]
      #expect(pipe(&ends) == 0)
      let (reading, writing) = (ends[0], ends[1])
      let journal = Journal()
      let added = await on(loop) {
        (try? loop.register(
          reading, interest: .readable,
          handler: OnReady { readiness in
            var byte: UInt8 = 0
            _ = read(reading, &byte, 1)
            journal.note("\(byte) \(readiness.contains(.readable))")
            if byte == 2 { loop.deregister(reading) }
          })) != nil
      }
      #expect(added)
      for byte: UInt8 in [1, 2, 3] { _ = withUnsafeBytes(of: byte) { write(writing, $0.baseAddress, 1) } }
      for _ in 0..<5 { _ = await on(loop) {} }
      while journal.all.count < 2 { _ = await on(loop) {} }
      #expect(journal.all == ["1 true", "2 true"])
      close(reading)
      close(writing)
    }
  }

  @Test("updating an unknown descriptor is an error in words")
  func unknownDescriptor() async throws {
    try await withLoop { loop in
      let message = await on(loop) { () -> String in
        do throws(SocketError) {
          try loop.update(250, interest: .readable)
          return "no error"
        } catch { return error.description }
      }
      #expect(message == "update descriptor 250: it is not registered with the loop")
    }
  }

  @Test("a task can end after its loop has stopped")
  func stragglers() async throws {
    let loop = try EventLoop.spawn(name: "short")
    let task = Task(executorPreference: loop) {
      loop.shutdown()
      try? await Task.sleep(for: .milliseconds(50))
      return 42
    }
    #expect(await task.value == 42)
  }
}

@Suite("Clock", .timeLimit(.minutes(2)))
struct ClockTests {
  @Test("sums of times stop at the ends of the range")
  func saturation() {
    #expect(MonotonicTime(nanoseconds: 5) + .seconds(1) == MonotonicTime(nanoseconds: 1_000_000_005))
    #expect(MonotonicTime.distantFuture + .seconds(1) == .distantFuture)
    #expect(MonotonicTime(nanoseconds: 0) + .seconds(Int64.max) == .distantFuture)
    #expect(MonotonicTime(nanoseconds: 7) - MonotonicTime(nanoseconds: 9) == .nanoseconds(-2))
    #expect(Duration.milliseconds(1500).wholeNanoseconds == 1_500_000_000)
  }

  @Test("the clock does not go back")
  func clock() {
    let first = MonotonicTime.now()
    #expect(MonotonicTime.now() >= first)
  }
}
