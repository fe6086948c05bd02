import Population

/// The people of the source, numbered in order of first mention, with their rows as they come together.
struct Roster {
  private var numbers: [String: Int] = [:]
  /// The rows of each person.
  var people: [AgentRecords] = []

  private let region: String

  init(region: String) {
    self.region = region
  }

  /// The number of the person that the current record names; a new person when they were not mentioned before.
  mutating func number(
    _ column: CSVColumn, of reader: CSVReader, _ names: SourceNames
  ) throws -> Int {
    let user = try reader.required(column)
    if let known = numbers[user] { return known }
    let number = people.count
    numbers[user] = number
    people.append(AgentRecords(person: Person(agent: try names.agent(user), region: region)))
    return number
  }
}

/// Reads what a folder says of people: `people` and `onboarding`.
extension Roster {
  /// Reads age bands and, when consent goes by column, what each person agreed to.
  mutating func readPeople(
    _ reader: CSVReader, consent: ImportOptions.Consent, _ names: SourceNames
  ) throws {
    let user = try reader.column("user_id")
    let age = reader.optionalColumn("age_band")
    let consents = consent == .column ? try Self.consentColumns(reader) : []
    while try reader.next() {
      let number = try number(user, of: reader, names)
      if let age, !reader.isEmpty(age) { people[number].person.ageBand = try Self.ageBand(age, reader) }
      for (purpose, column) in consents where try reader.flag(column) {
        people[number].person.consents.insert(purpose)
      }
    }
  }

  private static func ageBand(_ column: CSVColumn, _ reader: CSVReader) throws(IngestError) -> AgeBand {
    guard let band = AgeBand(name: reader.text(column)) else {
      let allowed = "allowed are five years such as 25_30, from 15_20 to 95_100, and unknown"
      throw reader.error(column, "\"\(reader.text(column))\" is not an age band; " + allowed)
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
    while try reader.next() {
      let number = try number(user, of: reader, names)
      var values: [Int32?] = []
      for column in dimensions {
        let value = try reader.optionalNumber(column, in: 0...1)
        values.append(value.map { Int32(($0 * 1_000_000).rounded()) })
      }
      people[number].person.statedDimensions = values
      people[number].person.answeredAt = try reader.time(answered)
    }
  }
}
