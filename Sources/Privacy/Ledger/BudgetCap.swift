/// What may be spent on one person.
package struct BudgetCap: Sendable, Hashable {
  /// The most that one accounting year (UTC calendar year) may spend.
  package let perYear: PrivacyCost
  /// The most nano-rho over all years; `nil` where only the yearly cap binds.
  package let lifetimeNanoRho: Int64?

  /// A cap; spending is refused as soon as either bound would be passed.
  package init(perYear: PrivacyCost, lifetimeNanoRho: Int64? = nil) {
    self.perYear = perYear
    self.lifetimeNanoRho = lifetimeNanoRho
  }
}
