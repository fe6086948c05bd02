import Population

/// The people of the source, numbered in order of first mention, and their rows, part by part of the people.
struct Roster {
  private var numbers = NameTable()
  /// Each person, without rows.
  private(set) var people: [Person] = []
  /// Who stands in a row of their own, by number, and not only beside somebody in theirs.
  private(set) var hasOwnRow: [Bool] = []
  /// Everybody's visits and actions.
  let rows: RowSpool<SpooledRow>
  /// The adoptions that a file says.
  let adoptions: RowSpool<SpooledAdoption>

  private let region: String

  init(region: String) throws(SpoolFailure) {
    self.region = region
    rows = try RowSpool()
    adoptions = try RowSpool()
  }

  /// The number of the person whose record the current one is; a new person when they were not mentioned before.
  mutating func number(
    _ column: CSVColumn, of reader: CSVReader, _ names: SourceNames
  ) throws -> Int {
    let number = try numberOfEnd(column, of: reader, names)
    hasOwnRow[number] = true
    return number
  }

  /// The number of a person at one end of a connection, which is as much somebody else's.
  mutating func numberOfEnd(
    _ column: CSVColumn, of reader: CSVReader, _ names: SourceNames
  ) throws -> Int {
    let (number, isNew) = try reader.name(column, in: &numbers)
    if isNew {
      people.append(Person(agent: try names.agent(numbers[number]), region: region))
      hasOwnRow.append(false)
    }
    return number
  }
}

/// Reads what a folder says of people: `people` and `onboarding`.
extension Roster {
  /// Reads age bands, and what each person agrees to and does not; of several rows of one person the last decides.
  mutating func readPeople(
    _ reader: CSVReader, consent: ImportOptions.Consent, _ names: SourceNames
  ) throws {
    let user = try reader.column("user_id")
    let age = reader.optionalColumn("age_band")
    let columns = try Self.consentColumns(reader, areNeeded: consent == .column)
    try reader.forEachRecord {
      let person = try reader.noting { try number(user, of: reader, names) }
      let band = try reader.noting { try age.flatMap { try Self.ageBand($0, reader) } }
      let decided = try reader.noting { try Self.decided(columns, reader) }
      guard let person, let band, let decided else { return }
      if let band { people[person].ageBand = band }
      people[person].consents = consent == .column ? decided.granted : []
      people[person].withdrawals = decided.withdrawn
    }
  }

  /// What a row says yes and no to; an empty field says nothing.
  private static func decided(
    _ columns: [(ConsentSet, CSVColumn)], _ reader: CSVReader
  ) throws -> (granted: ConsentSet, withdrawn: ConsentSet) {
    try columns.reduce(into: ([], [])) { decided, entry in
      let (purpose, column) = entry
      if reader.isEmpty(column) { return }
      if try reader.flag(column) { decided.granted.insert(purpose) } else { decided.withdrawn.insert(purpose) }
    }
  }

  private static func ageBand(_ column: CSVColumn, _ reader: CSVReader) throws(IngestError) -> AgeBand? {
    if reader.isEmpty(column) { return nil }
    guard let band = AgeBand(name: reader.shown(column)) else {
      let allowed = "allowed are five years such as 25_30, from 15_20 to 95_100, and unknown"
      throw reader.error(column, "\"\(reader.shown(column))\" is not an age band; " + allowed)
    }
    return band
  }

  /// The columns `consent_PURPOSE` that stand in the file. That of `affinity`, which came later, is never needed.
  private static func consentColumns(
    _ reader: CSVReader, areNeeded: Bool
  ) throws(IngestError) -> [(ConsentSet, CSVColumn)] {
    var columns: [(ConsentSet, CSVColumn)] = []
    for purpose in ConsentPurpose.allCases {
      let name = "consent_\(purpose.rawValue)"
      let isNeeded = areNeeded && purpose != .affinity
      guard let column = isNeeded ? try reader.column(name) : reader.optionalColumn(name) else { continue }
      columns.append((purpose.set, column))
    }
    return columns
  }

  /// Reads stated dimensions, a column each.
  mutating func readOnboarding(_ reader: CSVReader, _ names: SourceNames) throws {
    let user = try reader.column("user_id")
    let answered = try reader.column("answered_at")
    var dimensions: [CSVColumn] = []
    for dimension in Dimension.allCases { dimensions.append(try reader.column(dimension.name)) }
    try reader.forEachRecord {
      let person = try reader.noting { try number(user, of: reader, names) }
      let values = try reader.noting { try dimensions.map { try Self.stated($0, reader) } }
      let time = try reader.noting { try reader.time(answered) }
      guard let person, let values, let time else { return }
      people[person].statedDimensions = values
      people[person].answeredAt = time
    }
  }

  /// A stated value in millionths.
  private static func stated(_ column: CSVColumn, _ reader: CSVReader) throws(IngestError) -> Int32? {
    try reader.optionalNumber(column, in: 0...1).map { Int32(($0 * 1_000_000).rounded()) }
  }
}
