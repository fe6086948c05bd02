/// The raw rows of one person: what storage keeps, what import and simulation deliver, what the measures read.
///
/// Every row belongs to the person in whose `AgentRecords` it stands, so rows do not repeat the owner. Times are
/// microseconds since 1970-01-01 UTC. Shares and probabilities are integer millionths, so that no row holds a
/// floating-point number.
package struct AgentRecords: Sendable, Hashable {
  /// Who they are: pseudonym, region, age band, stated dimensions.
  package var person: Person
  /// Visits, in the order of `putInOrder`.
  package var visits: [Visit] = []
  /// Experiences, shares and AI2AI sessions, in order of `time`.
  package var actions: [Action] = []
  /// Adoptions, in order of `time`.
  package var adoptions: [Adoption] = []
  /// This end of each connection, in order of admission.
  package var connections: [Tie] = []

  /// A person without rows.
  package init(person: Person) {
    self.person = person
  }
}

/// One end of a connection between two people; the peer holds the other.
package struct Tie: Sendable, Hashable {
  /// The places of an accepted connection among those of its two ends, counted from 0: each end gives it its lowest free
  /// one, once, and nobody has more places than connections may count.
  package struct Slots: Sendable, Hashable {
    /// The place at this end.
    package var own: Int
    /// The place at the other end.
    package var peer: Int

    /// Takes both places.
    package init(own: Int, peer: Int) { (self.own, self.peer) = (own, peer) }

    /// The same seen from the other end.
    package var mirrored: Slots { Slots(own: peer, peer: own) }
  }

  /// The other end.
  package var peer: AgentID
  /// Start of the connection; `Int64.min` when the source did not say.
  package var first: Int64
  /// Last session, or `first` when there was none.
  package var last: Int64
  /// Sessions held.
  package var sessions: Int32
  /// Compatibility in millionths, 0...1,000,000; `nil` when not known.
  package var compatibility: Int32?
  /// Change of compatibility per session in millionths; `nil` when not known.
  package var learningSlope: Int32?
  /// Its places, set once, when it is accepted under the degree bound; `nil` for a connection that does not count.
  package var slots: Slots?

  /// Makes one end of a connection.
  package init(
    peer: AgentID, first: Int64, last: Int64, sessions: Int32 = 0, compatibility: Int32? = nil,
    learningSlope: Int32? = nil, slots: Slots?
  ) {
    self.peer = peer
    self.first = first
    self.last = last
    self.sessions = sessions
    self.compatibility = compatibility
    self.learningSlope = learningSlope
    self.slots = slots
  }
}

extension [Visit] {
  /// Puts visits in order of arrival, those that arrive together in order of their sequence, then of row id, and keeps
  /// of rows with one id only the first: the one order of visits, for whoever delivers, reads or measures them.
  package mutating func putInOrder() {
    sort { ($0.arrive, $0.sequence, $0.id) < ($1.arrive, $1.sequence, $1.id) }
    var seen = Set<UInt64>(minimumCapacity: count)
    removeAll { !seen.insert($0.id).inserted }
  }

  /// Puts visits in order, those that arrive together as they stand here, and numbers each moment's visits from 0: what
  /// a source does whose rows come in an order of their own.
  package mutating func numberMoments() {
    for index in indices { self[index].sequence = UInt32(truncatingIfNeeded: index) }
    putInOrder()
    for index in indices {
      let follows = index > 0 && self[index - 1].arrive == self[index].arrive
      self[index].sequence = follows ? self[index - 1].sequence + 1 : 0
    }
  }
}
