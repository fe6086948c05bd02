import Measures
import Population

/// The friendships of the city: mostly between people of the same neighbourhood, interest and age, and between
/// friends of friends; nobody has more than the degree bound.
struct Friendships: Sendable {
  /// Everybody's friends, one person's after the other's, and where each person's begin: in arrays of their own they
  /// would take twice the room.
  private let friends: [Int32]
  private let starts: [Int]

  private struct Group: Hashable {
    let neighbourhood: Int
    let interest: InterestCluster
  }

  init(_ residents: [Resident], plan: CityPlan) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.friendships)
    var groups: [Group: [Int]] = [:]
    var peers: [AgeBand: [Int]] = [:]
    for (index, resident) in residents.enumerated() {
      groups[Group(neighbourhood: resident.neighbourhood, interest: resident.interest), default: []].append(index)
      peers[resident.ageBand, default: []].append(index)
    }
    var admission = ConnectionAdmission(people: residents.count)
    let rounds = max(1, Int(plan.friendsPerPerson))
    // Some people look for more friends than others.
    let zeal = residents.map { _ in min(1, random.logNormal(median: 0.45, sigma: 0.5)) }
    for _ in 0..<rounds {
      for (index, resident) in residents.enumerated() where random.unit() < zeal[index] {
        let circle = groups[Group(neighbourhood: resident.neighbourhood, interest: resident.interest)] ?? []
        let age = peers[resident.ageBand] ?? []
        let other = Self.candidate(index, circle: circle, age: age, admission, residents.count, &random)
        _ = admission.admit(index, other)
      }
    }
    let neighbours = admission.neighbours
    friends = neighbours.flatMap { $0 }
    starts = neighbours.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
  }

  /// The friends of a person, in order of admission.
  subscript(person: Int) -> ArraySlice<Int32> { friends[starts[person]..<starts[person + 1]] }

  /// The place of a friend among those of a person; `nil` when they are none.
  func slot(of friend: Int, among person: Int) -> Int? {
    self[person].firstIndex(of: Int32(friend)).map { $0 - starts[person] }
  }

  private static func candidate(
    _ index: Int, circle: [Int], age: [Int], _ admission: ConnectionAdmission, _ people: Int,
    _ random: inout SplitMix64
  ) -> Int {
    let draw = random.unit()
    if draw < 0.45 { return circle[random.below(circle.count)] }
    let friends = admission.neighbours[index]
    if draw < 0.70, !friends.isEmpty {
      let second = admission.neighbours[Int(friends[random.below(friends.count)])]
      return Int(second[random.below(second.count)])
    }
    if draw < 0.88 { return age[random.below(age.count)] }
    return random.below(people)
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
