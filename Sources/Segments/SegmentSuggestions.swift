import Population

extension SegmentRegistry {
  /// Most suggestions given for an unknown segment.
  package static let mostSuggestions = 5

  /// The registered segments nearest to what was asked: by region, then interests, then age, then spelling of the
  /// id. Depends on the registry and the request alone, so equal requests get equal suggestions.
  ///
  /// Attributes that the request does not give are looked for in the words of its id.
  package func suggestions(for asked: SegmentDescription) -> [String] {
    let hint = SegmentHint(asked, regions: Set(segments.map(\.region)))
    let ranked = segments.filter(\.isDescribable)
      .map { (segment: $0, distance: hint.distance(to: $0)) }
      .sorted { ($0.distance, $0.segment.id) < ($1.distance, $1.segment.id) }
    // Spelling is compared for the front of the ranking only: a request must not cost the whole registry squared.
    let front = ranked.prefix(4 * Self.mostSuggestions).map { candidate in
      (candidate.segment.id, candidate.distance, asked.segmentID.editDistance(to: candidate.segment.id))
    }
    return front.sorted { ($0.1, $0.2, $0.0) < ($1.1, $1.2, $1.0) }.prefix(Self.mostSuggestions).map(\.0)
  }
}

/// How far a segment is from a request, the most telling part first.
struct SegmentDistance: Comparable {
  /// Edits between the region ids; 0 when the request has none.
  let region: Int
  /// Interests missing, weighted, and interests too many.
  let interests: Int
  /// Years by which the ends differ.
  let age: Int

  static func < (left: SegmentDistance, right: SegmentDistance) -> Bool {
    (left.region, left.interests, left.age) < (right.region, right.interests, right.age)
  }
}

/// What a request seems to want, from its attributes and else from the words of its id.
struct SegmentHint {
  private let region: String?
  private let clusters: Set<InterestCluster>
  private let ages: AgeRange?

  private static let allAges = AgeRange(from: 0, to: 120)

  init(_ asked: SegmentDescription, regions: Set<String>) {
    let id = String(asked.segmentID.prefix(SegmentDescription.longestText)).lowercased()
    let inID = regions.filter { id.contains($0) }.max { ($0.count, $1) < ($1.count, $0) }
    region = asked.region.isEmpty ? inID : asked.region
    let named = asked.clusters
    clusters = Set(named.isEmpty ? InterestCluster.named.filter { Self.mentions(id, $0) } : named)
    ages = asked.ageRange ?? Self.ages(in: id)
  }

  func distance(to segment: SegmentDefinition) -> SegmentDistance {
    SegmentDistance(
      region: region.map { $0.editDistance(to: segment.region) } ?? 0, interests: interestDistance(segment),
      age: ageDistance(segment))
  }

  private func interestDistance(_ segment: SegmentDefinition) -> Int {
    let covered = Set(segment.interestCluster.map { [$0] } ?? InterestCluster.named)
    let wanted = clusters.isEmpty ? Set(InterestCluster.named) : clusters
    let missing = wanted.subtracting(covered).count
    return missing * InterestCluster.named.count + covered.subtracting(wanted).count
  }

  private func ageDistance(_ segment: SegmentDefinition) -> Int {
    guard let wanted = ages ?? Self.allAges, let covered = segment.ageRange ?? Self.allAges else { return 0 }
    return wanted.distance(to: covered)
  }

  /// Whether a word of the id is the cluster's first word, give or take two letters.
  private static func mentions(_ id: String, _ cluster: InterestCluster) -> Bool {
    guard let first = cluster.name.split(separator: "_").first.map(String.init) else { return false }
    return words(id).contains { word in
      word == first || (first.count >= 6 && abs(word.count - first.count) <= 2 && word.editDistance(to: first) <= 2)
    }
  }

  private static func ages(in id: String) -> AgeRange? {
    let numbers = words(id).compactMap { Int($0) }
    return zip(numbers, numbers.dropFirst()).lazy.compactMap { AgeRange(from: $0, to: $1) }.first
  }

  private static func words(_ id: String) -> [String] {
    id.split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}

extension String {
  /// The least number of inserted, deleted or replaced bytes that turns one text into the other (Levenshtein);
  /// over the first 128 bytes of each, so that the cost is bounded.
  package func editDistance(to other: String) -> Int {
    let left = Array(utf8.prefix(128))
    let right = Array(other.utf8.prefix(128))
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let cost = Swift.min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[right.count]
  }
}
