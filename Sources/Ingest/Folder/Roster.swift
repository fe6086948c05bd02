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
