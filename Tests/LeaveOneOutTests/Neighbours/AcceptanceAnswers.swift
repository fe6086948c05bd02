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
    var refused: Set<Pair> = []
    var events: Set<Event> = []
  }

  private let answers = Mutex(Answers())

  /// The standard one, whose answers are noted.
  var noting: Acceptance {
    Acceptance(
      places: { owner, peer, free in
        self.answers.withLock {
          $0.places[Pair(owner: owner, peer: peer)] = free
          if free == nil { $0.refused.insert(Pair(owner: owner, peer: peer)) }
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

  /// Answers as noted where there is an answer, and as is free where there is none: what comes later takes no place of what
  /// came before.
  var repeatedThenFree: Acceptance {
    Acceptance(
      places: { owner, peer, free in
        self.answers.withLock {
          let (own, other) = (Pair(owner: owner, peer: peer), Pair(owner: peer, peer: owner))
          if let noted = $0.places[own] ?? $0.places[other]?.mirrored { return noted }
          return $0.refused.contains(own) || $0.refused.contains(other) ? nil : free
        }
      },
      keeps: { _, _ in true })
  }

  /// How many ties were not taken.
  var refusals: Int { answers.withLock { $0.refused.count } }
}
