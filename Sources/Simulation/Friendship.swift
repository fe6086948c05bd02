import Population

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
    let distance = zip(residents[left].traits, residents[right].traits).reduce(0) { $0 + abs($1.0 - $1.1) } / 12
    let level = min(1, max(0, 0.95 - 1.6 * distance + 0.06 * random.normal()))
    let span = plan.cutOff - plan.start
    first = plan.start - Int64(random.exponential(mean: 1.5) * Double(span))
    let count = random.poisson(mean: plan.sessionsPerFriendship * (0.5 + level))
    sessions = (0..<count).map { _ in plan.start + Int64(random.unit() * Double(span)) }.sorted()
    compatibility = Int32((level * 1_000_000).rounded())
    slope = Int32((min(0.05, max(-0.05, 0.004 + 0.01 * random.normal())) * 1_000_000).rounded())
  }
}
