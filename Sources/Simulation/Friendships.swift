import Measures
import Population

/// The friendships of the city: in small circles of the same neighbourhood, interest and age, between friends of friends,
/// and some across the city, most of those of one interest; few people have many, and nobody more than the degree bound.
struct Friendships: Sendable {
  /// Everybody's friends, one person's after the other's, and where each person's begin: in arrays of their own they
  /// would take twice the room.
  private let friends: [Int32]
  private let starts: [Int]

  init(_ residents: [Resident], plan: CityPlan) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.friendships)
    let circles = Circles(residents)
    var admission = ConnectionAdmission(people: residents.count)
    let zeal = residents.map { _ in
      Float(min(Double(admission.bound), random.logNormal(median: plan.friends.median, sigma: plan.friends.sigma)))
    }
    // Everybody finds one at a time, so that there are friends of friends before the most zealous have found all theirs.
    for round in 0..<admission.bound {
      for index in residents.indices where Float(round) + Float(random.unit()) < zeal[index] {
        let other = Self.candidate(index, of: circles, zeal, admission, &random)
        _ = admission.admit(index, other)
      }
    }
    let neighbours = admission.neighbours
    friends = neighbours.flatMap { $0 }
    starts = neighbours.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }

  /// The people in an order in which those of a circle stand beside each other.
  private struct Circles {
    private static let size = 16
    private let order: [Int32]
    private var places: [Int32]
    /// Everybody by interest, and the interest of everybody.
    private let interested: [[Int32]]
    private let interests: [UInt8]

    init(_ residents: [Resident]) {
      order = residents.indices.map(Int32.init).sorted { Self.key($0, residents) < Self.key($1, residents) }
      places = [Int32](repeating: 0, count: residents.count)
      for (place, person) in order.enumerated() { places[Int(person)] = Int32(place) }
      interests = residents.map(\.interest.rawValue)
      let most = interests.max().map(Int.init) ?? 0
      interested = residents.indices.reduce(into: Array(repeating: [], count: most + 1)) { groups, person in
        groups[Int(residents[person].interest.rawValue)].append(Int32(person))
      }
    }

    private static func key(_ person: Int32, _ residents: [Resident]) -> (Int, UInt8, UInt8, Int32) {
      let resident = residents[Int(person)]
      return (resident.neighbourhood, resident.interest.rawValue, resident.ageBand.lower, person)
    }

    /// Somebody who stands in the same one of consecutive pieces of `size` people.
    func peer(of person: Int, within size: Int = size, _ random: inout SplitMix64) -> Int {
      let first = Int(places[person]) / size * size
      return Int(order[first + random.below(min(size, order.count - first))])
    }

    /// Somebody of the same interest, wherever they live.
    func kindred(of person: Int, _ random: inout SplitMix64) -> Int {
      let group = interested[Int(interests[person])]
      return Int(group[random.below(group.count)])
    }
  }

  /// People of about one neighbourhood, from whom some friends come who share no interest.
  private static let neighbourhoodSize = 400

  private static func candidate(
    _ index: Int, of circles: Circles, _ zeal: [Float], _ admission: ConnectionAdmission, _ random: inout SplitMix64
  ) -> Int {
    let draw = random.unit()
    let friends = admission.neighbours[index]
    if draw < 0.33, !friends.isEmpty {
      let second = admission.neighbours[Int(friends[random.below(friends.count)])]
      return Int(second[random.below(second.count)])
    }
    func peer() -> Int {
      if draw < 0.80 { return circles.peer(of: index, &random) }
      if draw < 0.87 { return circles.peer(of: index, within: neighbourhoodSize, &random) }
      if draw < 0.96 { return circles.kindred(of: index, &random) }
      return random.below(zeal.count)
    }
    // Of two whom they meet it is the one with many friends.
    let (first, second) = (peer(), peer())
    return zeal[first] < zeal[second] ? second : first
  }

  /// The friends of a person, in order of admission.
  subscript(person: Int) -> ArraySlice<Int32> { friends[starts[person]..<starts[person + 1]] }

  /// The place of a friend among those of a person; `nil` when they are none.
  func slot(of friend: Int, among person: Int) -> Int? {
    self[person].firstIndex(of: Int32(friend)).map { $0 - starts[person] }
  }

  /// A number that both ends of a friendship share.
  static func key(_ left: Int, _ right: Int, seed: UInt64) -> UInt64 {
    Mixing.mix(seed ^ Mixing.mix(UInt64(min(left, right)) << 32 | UInt64(max(left, right))))
  }
}

/// One friendship with its AI2AI sessions, the same whichever end asks.
struct Friendship: Sendable {
  /// When it began.
  let first: Int64
  /// When sessions were held, ascending.
  let sessions: [Int64]
  /// Compatibility in millionths.
  let compatibility: Int32
  /// Change of compatibility per session in millionths.
  let slope: Int32
  /// The number both ends share.
  let key: UInt64

  init(_ left: Int, _ right: Int, residents: [Resident], plan: CityPlan) {
    key = Friendships.key(left, right, seed: plan.seed)
    var random = SplitMix64(seed: key)
    let distance = residents[left].distance(to: residents[right])
    let level = min(1, max(0, 0.95 - 1.6 * distance + 0.06 * random.normal()))
    let span = plan.cutOff - plan.start
    first = plan.start - Int64(random.exponential(mean: 1.5) * Double(span))
    let count = random.poisson(mean: plan.sessionsPerFriendship * (0.5 + level))
    sessions = (0..<count).map { _ in plan.start + Int64(random.unit() * Double(span)) }.sorted()
    compatibility = Int32((level * 1_000_000).rounded())
    slope = Int32((min(0.05, max(-0.05, 0.004 + 0.01 * random.normal())) * 1_000_000).rounded())
  }
}
