import Population

/// The people of the source, numbered in order of first mention, and their rows, part by part of the people.
struct Roster {
  private var numbers = NameTable()
  /// Each person, without rows.
  private(set) var people: [Person] = []
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

  /// The number of the person that the current record names; a new person when they were not mentioned before.
  mutating func number(
    _ column: CSVColumn, of reader: CSVReader, _ names: SourceNames
  ) throws -> Int {
    let (number, isNew) = try reader.name(column, in: &numbers)
    if isNew {
      people.append(Person(agent: try names.agent(numbers[number]), region: region))
    }
    return number
  }
}

/// Reads what a folder says of people: `people` and `onboarding`.
extension Roster {
  /// Reads age bands and, when consent goes by column, what each person agreed to; of several rows of one person the
  /// last decides.
  mutating func readPeople(
    _ reader: CSVReader, consent: ImportOptions.Consent, _ names: SourceNames
  ) throws {
    let user = try reader.column("user_id")
    let age = reader.optionalColumn("age_band")
    let consents = consent == .column ? try Self.consentColumns(reader) : []
    try reader.forEachRecord {
      let person = try reader.noting { try number(user, of: reader, names) }
      let band = try reader.noting { try age.flatMap { try Self.ageBand($0, reader) } }
      let agreed = try reader.noting { try Self.agreed(consents, reader) }
      guard let person, let band, let agreed else { return }
      if let band { people[person].ageBand = band }
      people[person].consents = agreed
    }
  }

  private static func agreed(_ columns: [(ConsentSet, CSVColumn)], _ reader: CSVReader) throws -> ConsentSet {
    try columns.reduce(into: []) { agreed, purpose in
      if try reader.flag(purpose.1) { agreed.insert(purpose.0) }
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

  private static func consentColumns(_ reader: CSVReader) throws(IngestError) -> [(ConsentSet, CSVColumn)] {
    [
      (.behavior, try reader.column("consent_behavior")), (.personality, try reader.column("consent_personality")),
      (.network, try reader.column("consent_network")), (.experiments, try reader.column("consent_experiments")),
    ]
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
