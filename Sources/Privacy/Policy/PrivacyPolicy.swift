/// Every public number that decides what is released and at what price. Nothing in it depends on data.
package struct PrivacyPolicy: Sendable, Hashable {
  /// A statistic's share of its family, in quarters of a weight.
  package struct Weight: Sendable, Hashable {
    /// Name of the statistic.
    package let statistic: String
    /// Four times the weight, at least 1.
    package let quarters: Int64

    /// A share; weights of one quarter are the finest.
    package init(_ statistic: String, quarters: Int64) {
      self.statistic = statistic
      self.quarters = quarters
    }
  }

  /// Statistics that are released together, on one schedule.
  package struct Family: Sendable, Hashable {
    /// Name of the family.
    package let name: String
    /// The most runs that one accounting year can hold; 0 for a family that the policy never draws.
    package let runsPerYear: Int64
    /// Charge of one run, in nano-rho.
    package let nanoRhoPerRun: Int64
    /// How the charge is divided; empty while the family is not released and its budget only kept.
    package let weights: [Weight]
    /// Days that the numbers of a run serve before they are drawn anew; 0 for a family that every run draws.
    package let termDays: Int

    /// A family.
    package init(
      name: String, runsPerYear: Int64, nanoRhoPerRun: Int64, weights: [Weight] = [], termDays: Int = 0
    ) {
      self.name = name
      self.runsPerYear = runsPerYear
      self.nanoRhoPerRun = nanoRhoPerRun
      self.weights = weights
      self.termDays = termDays
    }

    /// A family that a policy never draws, and keeps nothing for.
    package static func none(named name: String) -> Family { Family(name: name, runsPerYear: 0, nanoRhoPerRun: 0) }

    /// Whether the policy never draws it, and keeps nothing for it.
    package var isNone: Bool { runsPerYear == 0 && nanoRhoPerRun == 0 && weights.isEmpty }

    /// What one run charges, for any number of disjoint cells together.
    package var cost: PrivacyCost { PrivacyCost(nanoRho: nanoRhoPerRun) }
  }

  /// How cells are admitted.
  package struct Admission: Sendable, Hashable {
    /// Terms begun in one accounting year, at most; 0 where there are none, and a family's own counts decide.
    package let runsPerYear: Int64
    /// Charge of one term, in nano-rho.
    package let nanoRhoPerRun: Int64
    /// Purposes decided together: the length of the vector of counts.
    package let purposes: Int64
    /// Length of a term in days.
    package let termDays: Int
    /// The verdict's numbers.
    package let rule: AdmissionRule
    /// Upper bound of the chance that a cell at exactly the floor is admitted, in `1e-18`.
    package let deltaPerDecision: Int64

    /// Admission by the given numbers; the policy compiler checks that they keep their promise.
    package init(
      runsPerYear: Int64, nanoRhoPerRun: Int64, purposes: Int64, termDays: Int, rule: AdmissionRule,
      deltaPerDecision: Int64
    ) {
      self.runsPerYear = runsPerYear
      self.nanoRhoPerRun = nanoRhoPerRun
      self.purposes = purposes
      self.termDays = termDays
      self.rule = rule
      self.deltaPerDecision = deltaPerDecision
    }

    /// What one term costs.
    package var cost: PrivacyCost {
      PrivacyCost(nanoRho: nanoRhoPerRun, deltaUnits: purposes * deltaPerDecision)
    }
  }

  /// Name, told in every answer.
  package let name: String
  /// Version of the table; another number in it makes another version.
  package let version: Int
  /// What one person may lose.
  package let cap: BudgetCap
  /// Hours between two cut-offs of the daily family.
  package let periodHours: Int
  /// The family of every epoch.
  package let daily: Family
  /// The profile of each cell, drawn once a term.
  package let profile: Family
  /// The network of each region, drawn once a term.
  package let network: Family
  /// What the people of zones adopt in each region, drawn once a term. It has no weights: a fixed part of its charge goes
  /// to the counts.
  package let affinity: Family
  /// Families that are not drawn yet: nothing else may spend what they are to cost.
  package let kept: [Family]
  /// Admission of cells.
  package let admission: Admission
  /// Averaging over epochs.
  package let smoothing: Smoothing

  /// Name and version: what an accounting year is bound to by its first charge.
  package var edition: String { "\(name) \(version)" }

  /// Whether a run of it draws anything.
  package var isDrawn: Bool { !drawn.allSatisfy(\.isNone) }

  /// Whether it draws statistics of cells, and so needs to admit them.
  package var drawsCells: Bool { ![daily, profile, network].allSatisfy(\.isNone) }

  /// What a year keeps for the families that are not drawn yet, in nano-rho.
  package var keptNanoRho: Int64 { kept.reduce(0) { $0 + $1.runsPerYear * $1.nanoRhoPerRun } }

  /// What runs may spend: the cap without what is kept.
  package var spendable: BudgetCap {
    BudgetCap(
      perYear: PrivacyCost(
        nanoRho: Swift.max(0, cap.perYear.nanoRho - keptNanoRho), deltaUnits: cap.perYear.deltaUnits),
      lifetimeNanoRho: cap.lifetimeNanoRho)
  }

  /// What a daily run costs on the mean of a year, with its share of the families of terms and of admission; rounded up.
  package var meanRunCost: PrivacyCost {
    let weekly = [profile, network, affinity].reduce(Int64(0)) { $0 + $1.runsPerYear * $1.nanoRhoPerRun }
    let terms = PrivacyCost(
      nanoRho: weekly + admission.runsPerYear * admission.nanoRhoPerRun,
      deltaUnits: admission.runsPerYear * admission.cost.deltaUnits)
    let runs = Swift.max(1, daily.runsPerYear)
    return PrivacyCost(
      nanoRho: daily.nanoRhoPerRun + (terms.nanoRho + runs - 1) / runs,
      deltaUnits: (terms.deltaUnits + runs - 1) / runs)
  }

  /// The families that are drawn, the daily one first.
  package var drawn: [Family] { [daily, profile, network, affinity] }
  /// Every family that the budget is divided among, the daily one first and those that are not drawn yet last.
  package var families: [Family] { drawn.filter { !$0.isNone } + kept }

  /// A policy; it may be used once the compiler has accepted it.
  package init(
    name: String, version: Int, cap: BudgetCap, periodHours: Int, daily: Family, profile: Family, network: Family,
    affinity: Family = .none(named: "affinity"), kept: [Family] = [], admission: Admission, smoothing: Smoothing
  ) {
    self.name = name
    self.version = version
    self.cap = cap
    self.periodHours = periodHours
    self.daily = daily
    self.profile = profile
    self.network = network
    self.affinity = affinity
    self.kept = kept
    self.admission = admission
    self.smoothing = smoothing
  }
}
