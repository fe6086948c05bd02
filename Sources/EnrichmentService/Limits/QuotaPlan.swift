package import Storage

/// A plan's three limits: burst, minute and day.
package struct QuotaPlan: Sendable, Hashable {
  /// Name of the plan, which is the environment in the key: poc, prod or test.
  package let name: String
  /// Most calls in any second.
  package var burst: Int
  /// Most calls in any 60 seconds.
  package var minute: Int
  /// Most calls in any 24 hours.
  package var day: Int

  /// 20 a second, 100 a minute, 10,000 a day.
  package static let poc = QuotaPlan(name: "poc", burst: 20, minute: 100, day: 10_000)
  /// 200,000 a second, 6,000,000 a minute, 2,000,000,000 a day: a bound against accidents, not a meter.
  package static let prod = QuotaPlan(name: "prod", burst: 200_000, minute: 6_000_000, day: 2_000_000_000)
  /// 1,000 a second, for as long as one likes.
  package static let test = QuotaPlan(name: "test", burst: 1_000, minute: 60_000, day: 86_400_000)

  /// The plan with a key's own limits in the place of the environment's.
  package func limited(by own: OwnQuota) -> QuotaPlan {
    var plan = self
    plan.burst = own.burst.map(Int.init) ?? burst
    plan.minute = own.minute.map(Int.init) ?? minute
    plan.day = own.day.map(Int.init) ?? day
    return plan
  }

  /// The plan with so many times the calls.
  func times(_ factor: Int) -> QuotaPlan {
    func all(_ limit: Int) -> Int {
      let (product, overflow) = limit.multipliedReportingOverflow(by: factor)
      return overflow ? .max : product
    }
    return QuotaPlan(name: name, burst: all(burst), minute: all(minute), day: all(day))
  }
}
