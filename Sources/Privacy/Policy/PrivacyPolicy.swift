/// Every public number that decides what is released and at what price. Nothing in it depends on data.
package struct PrivacyPolicy: Sendable, Hashable {
  /// A statistic's share of its family, in halves of a weight.
  package struct Weight: Sendable, Hashable {
    /// Name of the statistic.
    package let statistic: String
    /// Twice the weight, at least 1.
    package let halves: Int64

    /// A share; weights of one half are the finest.
    package init(_ statistic: String, halves: Int64) {
      self.statistic = statistic
      self.halves = halves
    }
  }

  /// Statistics that are released together, on one schedule.
  package struct Family: Sendable, Hashable {
    /// Name of the family.
    package let name: String
    /// The most runs that one accounting year can hold.
    package let runsPerYear: Int64
    /// Charge of one run, in nano-rho.
    package let nanoRhoPerRun: Int64
    /// How the charge is divided; empty while the family is not released and its budget only kept.
    package let weights: [Weight]

    /// A family.
    package init(name: String, runsPerYear: Int64, nanoRhoPerRun: Int64, weights: [Weight] = []) {
      self.name = name
      self.runsPerYear = runsPerYear
      self.nanoRhoPerRun = nanoRhoPerRun
      self.weights = weights
    }
  }

  /// How cells are admitted.
  package struct Admission: Sendable, Hashable {
    /// Terms begun in one accounting year, at most.
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
  /// Version of the table.
  package let version: Int
  /// What one person may lose.
  package let cap: BudgetCap
  /// Hours between two cut-offs of the daily family.
  package let periodHours: Int
  /// The family of every epoch.
  package let daily: Family
  /// Slower families whose budget is set aside.
  package let others: [Family]
  /// Admission of cells.
  package let admission: Admission
  /// Averaging over epochs.
  package let smoothing: Smoothing

  /// A policy; it may be used once the compiler has accepted it.
  package init(
    name: String, version: Int, cap: BudgetCap, periodHours: Int, daily: Family, others: [Family],
    admission: Admission, smoothing: Smoothing
  ) {
    self.name = name
    self.version = version
    self.cap = cap
    self.periodHours = periodHours
    self.daily = daily
    self.others = others
    self.admission = admission
    self.smoothing = smoothing
  }
}
