import EventLoop
import Synchronization
import Testing

@testable import EnrichmentClient

@Suite("Questions of many customers", .timeLimit(.minutes(2)))
struct SharedQuestionsTests {
  private final class Gate: Sendable {
    let asked = Atomic(0)
    let isOpen = Atomic(false)

    func wait() async throws -> Int {
      asked.wrappingAdd(1, ordering: .relaxed)
      while !isOpen.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(5)) }
      return 1
    }
  }

  @Test("are refused beyond a bound while none is answered, and taken again when they are")
  func bounded() async throws {
    let (questions, gate) = (SharedQuestions(pause: .zero, now: MonotonicTime.now), Gate())
    let waiting = (0..<SharedQuestions.most).map { number in
      Task { try await questions.answer(to: [UInt8(number >> 8), UInt8(number & 0xFF)]) { try await gate.wait() } }
    }
    while gate.asked.load(ordering: .relaxed) < SharedQuestions.most { try await Task.sleep(for: .milliseconds(5)) }
    await #expect(throws: SharedQuestions.Failure.self) { try await questions.answer(to: [9, 9, 9]) { 2 } }
    gate.isOpen.store(true, ordering: .relaxed)
    for task in waiting { #expect(try await task.value == 1) }
    #expect(try await questions.answer(to: [9, 9, 9]) { 2 } == 2)
  }
}
