import Population
import Storage
import Synchronization

/// What a store answered when rows were handed in: which ties it took with which places, and which rows of events.
final class AcceptanceAnswers: Sendable {
  private struct Pair: Hashable {
    let owner: AgentID
    let peer: AgentID
  }
  private struct Row: Hashable {
    let id: UInt64
    let agent: AgentID
  }
  private struct Answers {
    var places: [Pair: Tie.Slots] = [:]
    var refusals = 0
    var rows: Set<Row> = []
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
      keeps: { row, agent in
        _ = self.answers.withLock { $0.rows.insert(Row(id: row, agent: agent)) }
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
      keeps: { row, agent in self.answers.withLock { $0.rows.contains(Row(id: row, agent: agent)) } })
  }

  /// How many ties were not taken.
  var refusals: Int { answers.withLock { $0.refusals } }
}
