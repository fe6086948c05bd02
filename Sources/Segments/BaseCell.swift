package import Population

/// One of the disjoint groups that statistics are released for: region, age band and interest cluster.
package struct BaseCell: Sendable, Hashable {
  /// Region id.
  package let region: String
  /// Ages of the cell.
  package let ages: CellAges
  /// Interest of the cell.
  package let interest: CellInterest

  /// Makes a cell.
  package init(region: String, ages: CellAges = .all, interest: CellInterest = .all) {
    self.region = region
    self.ages = ages
    self.interest = interest
  }

  /// Reads `id`; nil for any other text.
  package init?(id: String) {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, RegionID.isValid(parts[0]), let ages = CellAges(name: parts[1]),
      let interest = CellInterest(name: parts[2])
    else { return nil }
    self.init(region: parts[0], ages: ages, interest: interest)
  }

  /// `region/ages/interest`, for example `simcity/25-30/shopping` or `jakarta/all/all`.
  package var id: String { "\(region)/\(ages.name)/\(interest.name)" }

  /// Whether a person with these attributes, who lives in the region, is counted here.
  package func contains(age: AgeBand, interest cluster: InterestCluster) -> Bool {
    ages.contains(age) && interest.contains(cluster)
  }
}

/// The ages of a base cell.
package enum CellAges: Sendable, Hashable {
  /// The cell is not divided by age.
  case all
  /// People who gave no age.
  case unknown
  /// People of these ages.
  case years(AgeRange)

  /// As written in a cell id: `all`, `unknown` or for example `25-30`.
  package var name: String {
    switch self {
    case .all: "all"
    case .unknown: "unknown"
    case .years(let range): "\(range.from)-\(range.to)"
    }
  }

  /// Reads `name`; nil for any other text.
  package init?(name: String) {
    switch name {
    case "all": self = .all
    case "unknown": self = .unknown
    default:
      let ends = name.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count == 2, let from = ends[0], let to = ends[1], let range = AgeRange(from: from, to: to),
        name == "\(from)-\(to)"
      else { return nil }
      self = .years(range)
    }
  }

  /// The ages, when they are years.
  package var range: AgeRange? {
    if case .years(let range) = self { range } else { nil }
  }

  /// Whether a person of that five-year band belongs here.
  package func contains(_ band: AgeBand) -> Bool {
    switch self {
    case .all: true
    case .unknown: band == .unknown
    case .years(let range): band != .unknown && range.from <= Int(band.lower) && Int(band.lower) + 5 <= range.to
    }
  }
}

/// The interest of a base cell.
package enum CellInterest: Sendable, Hashable {
  /// The region is not divided by interest.
  case all
  /// People whose visits fall mostly into this cluster; `unknown` for those with too few visits to say.
  case cluster(InterestCluster)

  /// As written in a cell id: `all` or for example `food_and_coffee`.
  package var name: String {
    switch self {
    case .all: "all"
    case .cluster(let cluster): cluster.name
    }
  }

  /// Reads `name`; nil for any other text.
  package init?(name: String) {
    if name == "all" {
      self = .all
    } else if let cluster = InterestCluster(name: name) {
      self = .cluster(cluster)
    } else {
      return nil
    }
  }

  /// The cluster, unless all.
  package var cluster: InterestCluster? {
    if case .cluster(let cluster) = self { cluster } else { nil }
  }

  /// Whether a person of that cluster belongs here.
  package func contains(_ cluster: InterestCluster) -> Bool {
    self == .all || self == .cluster(cluster)
  }
}

extension InterestCluster {
  /// The clusters that a request may name, in the published order.
  package static let named: [InterestCluster] = allCases.filter { $0 != .unknown }

  /// The names that a request may use, in words.
  package static let allowedNames = named.map(\.name).joined(separator: ", ")
}

/// Ages `[from, to)` in years, both multiples of five.
package struct AgeRange: Sendable, Hashable, Comparable {
  /// Youngest age, inclusive.
  package let from: Int
  /// Oldest age, exclusive.
  package let to: Int

  /// What an age range must look like, in words.
  package static let allowed = "two multiples of 5 from 0 to 120, the first below the second"

  /// Nil unless both are multiples of five within 0 to 120 and `from < to`.
  package init?(from: Int, to: Int) {
    guard from >= 0, to <= 120, from < to, from % 5 == 0, to % 5 == 0 else { return nil }
    self.from = from
    self.to = to
  }

  /// From the two numbers of a request; nil unless exactly two that make a range.
  package init?(_ numbers: [Int32]) {
    guard numbers.count == 2 else { return nil }
    self.init(from: Int(numbers[0]), to: Int(numbers[1]))
  }

  /// By the younger end, then the older.
  package static func < (left: AgeRange, right: AgeRange) -> Bool {
    (left.from, left.to) < (right.from, right.to)
  }

  /// Sum of the distances of both ends, in years.
  package func distance(to other: AgeRange) -> Int {
    abs(from - other.from) + abs(to - other.to)
  }
}
