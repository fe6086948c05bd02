/// The raw rows of one person: what storage keeps, what import and simulation deliver, what the measures read.
///
/// Every row belongs to the person in whose `AgentRecords` it stands, so rows do not repeat the owner. Times are
/// microseconds since 1970-01-01 UTC. Shares and probabilities are integer millionths, so that no row holds a
/// floating-point number.
package struct AgentRecords: Sendable, Hashable {
  /// Who they are: pseudonym, region, age band, stated dimensions.
  package var person: Person
  /// Visits, in order of `arrive`.
  package var visits: [Visit] = []
  /// Experiences, shares and AI2AI sessions, in order of `time`.
  package var actions: [Action] = []
  /// Adoptions with their credit marks, in order of `time`.
  package var adoptions: [Adoption] = []
  /// This end of each connection, in order of admission.
  package var connections: [Connection] = []

  /// A person without rows.
  package init(person: Person) {
    self.person = person
  }
}
