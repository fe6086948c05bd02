import Population
import Storage
import Synchronization

/// What a store answered when rows were handed in: which ties it took with which places, and which events.
final class AcceptanceAnswers: Sendable {
  private struct Pair: Hashable {
    let owner: AgentID
    let peer: AgentID
  }
  private struct Event: Hashable {
    let id: EventID
    let subject: AgentID
  }
  private struct Answers {
    var places: [Pair: Tie.Slots] = [:]
    var refusals = 0
    var events: Set<Event> = []
  }

  private let answers = Mutex(Answers())

  /// The standard one, whose answers are noted.
  var noting: Acceptance {
    Acceptance(
      places: { owner, peer, free in
        self.answers.withLock {
          $0.places[Pair(owner: owner, peer: peer)] = free
          $0.refusals += free == nil ? 1 : 0
        }
        return free
      },
      keeps: { event, subject in
        _ = self.answers.withLock { $0.events.insert(Event(id: event, subject: subject)) }
        return true
      })
  }

  /// Answers as noted, whatever is free and whatever is new.
  var repeated: Acceptance {
    Acceptance(
      places: { owner, peer, _ in
        self.answers.withLock {
          $0.places[Pair(owner: owner, peer: peer)] ?? $0.places[Pair(owner: peer, peer: owner)]?.mirrored
        }
      },
      keeps: { event, subject in self.answers.withLock { $0.events.contains(Event(id: event, subject: subject)) } })
  }

  /// How many ties were not taken.
  var refusals: Int { answers.withLock { $0.refusals } }
}
