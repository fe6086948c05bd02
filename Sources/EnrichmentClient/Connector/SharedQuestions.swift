internal import EventLoop
internal import RPC
internal import Synchronization

/// Questions that many customers have at once: each is asked once, and not again for a while after it was not answered.
final class SharedQuestions: Sendable {
  /// Why a question was not answered.
  struct Failure: Error, Sendable, CustomStringConvertible {
    let description: String
  }

  private struct State {
    var open: [[UInt8]: Task<any Sendable, any Error>] = [:]
    var failures: [[UInt8]: (failure: Failure, until: MonotonicTime)] = [:]
  }

  /// Failures that are remembered, and questions that are open at a time.
  static let most = 1_024
  /// The longest that a question is not asked again, whatever a server says.
  static let longestPause = Duration.seconds(60)

  private let pause: Duration
  private let now: @Sendable () -> MonotonicTime
  private let state = Mutex(State())

  init(pause: Duration, now: @escaping @Sendable () -> MonotonicTime) { (self.pause, self.now) = (pause, now) }

  /// The answer to a question: that of whoever asks it already, or a new one.
  ///
  /// - Parameter ask: Asks it; it is not cancelled with the task of the one who happened to be the first.
  /// - Throws: `Failure`.
  func answer<Answer: Sendable>(
    to question: [UInt8], _ ask: @escaping @Sendable () async throws -> Answer
  ) async throws(Failure) -> Answer {
    if let failure = failure(of: question) { throw failure }
    let open = state.withLock { state -> Task<any Sendable, any Error>? in
      if let task = state.open[question] { return task }
      guard state.open.count < Self.most else { return nil }
      let task = Task<any Sendable, any Error> { try await self.asked(question, ask) }
      state.open[question] = task
      return task
    }
    // Where nothing is answered, questions that differ by customer would pile up.
    guard let task = open else { throw Failure(description: "\(Self.most) questions are open") }
    do {
      guard let answer = try await task.value as? Answer else {
        throw Failure(description: "an answer of another kind")
      }
      return answer
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(description: "\(error)")
    }
  }

  /// Asks a question of one customer alone: nobody shares the answer, but a failure pauses it for all.
  ///
  /// - Throws: `Failure`.
  func answerAlone<Answer: Sendable>(
    to question: [UInt8], _ ask: () async throws -> Answer
  ) async throws(Failure) -> Answer {
    if let failure = failure(of: question) { throw failure }
    do { return try await ask() } catch {
      // What it says of one customer is told to no other.
      if Self.isOfTheService(error) { remember(Failure(description: "not asked after a failure"), error, question) }
      throw Failure(description: "\(error)")
    }
  }

  /// Whether an error says something of the service and not of one request.
  private static func isOfTheService(_ error: any Error) -> Bool {
    guard let error = error as? RPCError else { return true }
    return ![.invalidArgument, .notFound, .outOfRange, .failedPrecondition].contains(error.code)
  }

  private func asked<Answer: Sendable>(
    _ question: [UInt8], _ ask: @Sendable () async throws -> Answer
  ) async throws -> any Sendable {
    defer { state.withLock { $0.open[question] = nil } }
    do { return try await ask() } catch {
      let failure = Failure(description: "\(error)")
      remember(failure, error, question)
      throw failure
    }
  }

  private func failure(of question: [UInt8]) -> Failure? {
    state.withLock { state in
      guard let (failure, until) = state.failures[question] else { return nil }
      if now() < until { return failure }
      state.failures[question] = nil
      return nil
    }
  }

  private func remember(_ failure: Failure, _ error: any Error, _ question: [UInt8]) {
    let wait = min((error as? RPCError)?.retryAfter ?? pause, Self.longestPause)
    state.withLock { state in
      if state.failures.count >= Self.most { state.failures.removeAll() }
      state.failures[question] = (failure, now() + wait)
    }
  }
}
