import RPC
import Synchronization

/// Notes which calls the shop makes, and what became of them.
final class NotedCalls: ClientInterceptor {
  /// A call.
  struct Note: Sendable, Hashable {
    let method: String
    let outcome: String
  }

  private let notes = Mutex<[Note]>([])

  /// The calls that have ended, in their order.
  var all: [Note] { notes.withLock { $0 } }

  func finish(_ context: ClientCallContext, _ outcome: CallOutcome) {
    notes.withLock { $0.append(Note(method: context.method.name, outcome: "\(outcome.status.code)")) }
  }
}
