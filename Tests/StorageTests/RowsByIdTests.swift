import Population
import Testing

@testable import Storage

@Suite("Rows of a person in the order of the store", .timeLimit(.minutes(1)))
struct RowsByIdTests {
  @Test("all rows come once, by ascending id as the store compares them, of one id the visit first")
  func order() {
    var records = AgentRecords(person: Person(agent: AgentID(words: 1, 0, 0, 0), region: "here"))
    records.visits = [9, .max, 2].map { Visit(id: $0, place: 1, arrive: 0, category: .coffee) }
    records.actions = [5, 2].map { Action(id: $0, kind: .share, time: 0) }
    records.adoptions = [1 << 63, 7].map { Adoption(id: $0, item: 1, time: 0) }
    let rows = RowsById(records).map { row in
      switch row {
      case .visit(let visit): "visit \(Int64(bitPattern: visit.id))"
      case .action(let action): "action \(action.id)"
      case .adoption(let adoption): "adoption \(Int64(bitPattern: adoption.id))"
      }
    }
    #expect(
      rows == [
        "adoption -9223372036854775808", "visit -1", "visit 2", "action 2", "action 5", "adoption 7", "visit 9",
      ])
  }
}
