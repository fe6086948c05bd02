import Population

/// The visits, actions and adoptions of a person in the order in which their rows lie in the store, so that each of its
/// pages is filled once; of one id visits come first, then actions.
struct RowsById: Sequence {
  /// One of a person's rows.
  enum Row {
    case visit(Visit)
    case action(Action)
    case adoption(Adoption)
  }

  private let records: AgentRecords
  /// Stored ids, each with the number of its row: visits, actions and adoptions are counted on.
  private let order: [(id: Int64, number: Int)]

  /// The rows of somebody's records.
  init(_ records: AgentRecords) {
    self.records = records
    let ids = records.visits.map(\.id) + records.actions.map(\.id) + records.adoptions.map(\.id)
    order = ids.enumerated().map { (id: Int64(bitPattern: $1), number: $0) }.sorted { $0 < $1 }
  }

  func makeIterator() -> some IteratorProtocol<Row> { order.lazy.map { row($0.number) }.makeIterator() }

  private func row(_ number: Int) -> Row {
    let (visits, actions) = (records.visits.count, records.actions.count)
    if number < visits { return .visit(records.visits[number]) }
    if number < visits + actions { return .action(records.actions[number - visits]) }
    return .adoption(records.adoptions[number - visits - actions])
  }
}
