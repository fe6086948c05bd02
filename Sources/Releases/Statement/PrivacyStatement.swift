import Population
package import Privacy

/// What a policy promises, for people who must decide whether it is enough: the fields that NIST SP 800-226 asks a
/// guarantee of differential privacy to name. Every number comes from the compiled policy.
package struct PrivacyStatement: Sendable, Hashable, Encodable {
  /// What a year costs in the words of `(epsilon, delta)`.
  package struct Loss: Sendable, Hashable, Encodable {
    /// Accounting years together.
    package let years: Int
    /// zCDP.
    package let rho: Double
    /// At `delta`.
    package let epsilon: Double
    /// What is left for the conversion, and what selecting cells adds.
    package let delta: Double
  }

  /// Statistics that are drawn together.
  package struct Family: Sendable, Hashable, Encodable {
    /// Name in the ledger.
    package let name: String
    /// The most runs a year.
    package let runsPerYear: Int64
    /// What a run charges.
    package let nanoRhoPerRun: Int64
    /// Its statistics; none while it is not drawn yet.
    package let statistics: [Statistic]
    /// Whether its share of the budget is only kept, because it is not drawn yet.
    package let isKept: Bool
  }

  /// One statistic with its noise.
  package struct Statistic: Sendable, Hashable, Encodable {
    /// Name in releases.
    package let name: String
    /// How far one person can move it, L2, in granules.
    package let sensitivityGranules: Double
    /// Standard deviation of the noise of each coordinate, in granules.
    package let noiseGranules: Double
    /// What a run charges for it.
    package let nanoRho: Int64
  }

  /// The policy that is described, and its version.
  package let policy: String
  /// Who or what is protected.
  package let unit: String
  /// What two data sets may differ by.
  package let neighbours: String
  /// Who sees what.
  package let trustModel: String
  /// How numbers are made private.
  package let mechanisms: String
  /// How losses add.
  package let composition: String
  /// The loss of one year, and of several.
  package let losses: [Loss]
  /// What is drawn, how often, at what price.
  package let families: [Family]
  /// When a segment is answered at all.
  package let floor: String
  /// What costs nothing because it is made from releases alone.
  package let postprocessing: String
  /// What the guarantee does not say.
  package let notCovered: [String]

  /// The statement of a policy.
  ///
  /// - Parameter lifetimeNanoRho: the bound over all years that a store's ledger has, in billionths of rho; nil without.
  /// - Throws: `PolicyRefusal` for a policy that overspends or does not fit the statistics.
  package init(of policy: PrivacyPolicy, lifetimeNanoRho: Int64? = nil) throws(PolicyRefusal) {
    let lifetime = [policy.cap.lifetimeNanoRho, lifetimeNanoRho].compactMap { $0 }.min()
    let daily = DailyFamily(sources: .all)
    let compiled = try PolicyCompiler.compile(
      policy,
      bounds: policy.drawsCells ? ReleaseBuilder.bounds(daily: daily, profile: ProfileFamily(sources: .all)) : [:])
    self.policy = policy.edition
    unit = Self.unitText
    neighbours = Self.neighboursText
    trustModel = Self.trustText
    mechanisms = Self.mechanismsText
    composition = Self.compositionText(policy, lifetime: lifetime)
    losses = [1, 2, 3, 5].map { Self.loss(years: $0, of: policy, lifetime: lifetime) }
    families =
      [(policy.daily, compiled.daily), (policy.profile, compiled.profile), (policy.network, compiled.network)]
      .filter { !$0.0.isNone }.map(Self.family) + Self.admission(compiled) + Self.affinity(policy)
      + policy.kept.map { Self.family($0, []) }
    floor = Self.floorText(policy)
    postprocessing = Self.postprocessingText
    notCovered = Self.notCoveredTexts
  }

  private static func loss(years: Int, of policy: PrivacyPolicy, lifetime: Int64?) -> Loss {
    let rho = min(policy.cap.perYear.rho * Double(years), lifetime.map { PrivacyCost(nanoRho: $0).rho } ?? .infinity)
    let selection = Double(policy.cap.perYear.deltaUnits) * 1e-18 * Double(years)
    return Loss(
      years: years, rho: rho, epsilon: ZCDPConversion.epsilon(rho: rho, delta: 1e-6) ?? .infinity,
      delta: 1e-6 + selection)
  }

  private static func family(_ family: PrivacyPolicy.Family, _ statistics: [CompiledPolicy.Statistic]) -> Family {
    Family(
      name: family.name, runsPerYear: family.runsPerYear, nanoRhoPerRun: family.nanoRhoPerRun,
      statistics: statistics.map { Statistic($0.name, $0.mechanism, nanoRho: $0.nanoRho) },
      isKept: statistics.isEmpty)
  }

  /// The two vectors of affinity in a region with as many zones and areas as a person can count in.
  private static func affinity(_ policy: PrivacyPolicy) -> [Family] {
    let family = policy.affinity
    guard !family.isNone, let noise = AffinityFamily(policy) else { return [] }
    return [
      Family(
        name: family.name, runsPerYear: family.runsPerYear, nanoRhoPerRun: family.nanoRhoPerRun,
        statistics: noise.statistics.map { Statistic($0.name, $0.mechanism, nanoRho: $0.nanoRho) }, isKept: false)
    ]
  }

  private static func admission(_ compiled: CompiledPolicy) -> [Family] {
    let terms = compiled.policy.admission
    guard let mechanism = compiled.admission else { return [] }
    return [
      Family(
        name: "admission", runsPerYear: terms.runsPerYear, nanoRhoPerRun: terms.nanoRhoPerRun,
        statistics: [Statistic("eligible_people_of_the_term", mechanism, nanoRho: terms.nanoRhoPerRun)], isKept: false)
    ]
  }
}

extension PrivacyStatement.Statistic {
  fileprivate init(_ name: String, _ mechanism: GaussianMechanism, nanoRho: Int64) {
    self.init(
      name: name, sensitivityGranules: Double(mechanism.l2Squared).squareRoot(),
      noiseGranules: Double(mechanism.sigmaSquared).squareRoot(), nanoRho: nanoRho)
  }
}

extension PrivacyStatement {
  private static let unitText = """
    One person: a pseudonym with everything that is stored of it, over all time. A person with two accounts is two \
    units. A partner's customer is no person until linked with one.
    """
  private static let neighboursText = """
    Two stores that differ by the accepted rows of one person, and by every connection that names them. Which \
    connections were accepted at a person who is full, and which five are read for marks of adoptions, is public \
    policy and is not run again: it may depend on somebody who later leaves.
    """
  private static let trustText = """
    A central curator: the service sees raw rows; partners, and all of them together, see releases only.
    """
  private static let mechanismsText = """
    Discrete Gaussian noise on exact integer sums, fresh for every coordinate of every cell, empty ones included; each \
    person's contribution is bounded before it is summed. Zero-concentrated differential privacy (zCDP) inside, \
    converted to (epsilon, delta) without loss of tightness.
    """
  private static let postprocessingText = """
    Every answer is made from releases and public numbers: unions of cells, smoothing, intervals, words, matches with \
    products and knots cost nothing more, whoever asks however often.
    """
  private static let notCoveredTexts = [
    "What is true of a population is still learned, also of somebody who was never stored.",
    "People who are alike or connected: what one of them does can be told from another.",
    "The operator, who sees raw rows, and whoever holds the database together with the secret beside it.",
    "What is published without noise: which sources a region has, its time zone and its cut-off. It is declared, by "
      + "files, header rows and options, and no row changes it.",
    "The time at which a release is drawn, which follows the clock and not the data.",
    "A new store begins a new ledger; losses of several stores of the same people add up.",
  ]

  private static func compositionText(_ policy: PrivacyPolicy, lifetime: Int64?) -> String {
    let lifetime =
      lifetime.map { "\($0) nano-rho over all years, then nothing more is released" } ?? "none over all years"
    return """
      Losses of all releases add up in rho. Cells are disjoint, so that a run costs what one cell costs. The cap of \
      \(policy.cap.perYear.nanoRho) nano-rho binds in every accounting year (UTC) and over any 366 days; lifetime cap: \
      \(lifetime). A run that begins a term of admission or of affinity first draws counts of people and is charged for \
      them; for what else it draws of cells or of zones only where these counts let some of it be answered. Nothing is \
      refunded; a run that fails stays charged. The ledger is kept once more outside the \
      database; where the two contradict each other, nothing more is charged in the year.
      """
  }

  private static func floorText(_ policy: PrivacyPolicy) -> String {
    let rule = policy.admission.rule
    guard policy.admission.runsPerYear > 0 else {
      return """
        A place is answered when its noisy number of people is at least \(rule.floor + rule.threshold); fewer than \
        \(rule.floor) people reach that with a probability below 1e-8.
        """
    }
    return """
      A cell is answered for a term of \(policy.admission.termDays) days when at least \(rule.floor) people are counted \
      and their noisy number is over \(rule.floor + rule.threshold). The floor is on top of the noise, not in its place.
      """
  }

  /// The statement in lines of text, no longer than a screen is wide.
  package var lines: [String] {
    let table = losses.map { loss in
      "  \(loss.years == 1 ? "1 year " : "\(loss.years) years"): rho \(Self.text(loss.rho, 3)), "
        + "epsilon \(Self.text(loss.epsilon, 2)) at delta \(Self.micro(loss.delta))"
    }
    let drawn = families.flatMap { family -> [String] in
      [
        "  \(family.name): at most \(family.runsPerYear) \(family.runsPerYear == 1 ? "run" : "runs") a year, \(family.nanoRhoPerRun) nano-rho each"
          + (family.isKept ? "; not drawn yet, and nothing else may spend it" : "")
      ]
        + family.statistics.map {
          "    \($0.name): sensitivity \(Self.text($0.sensitivityGranules, 1)), "
            + "noise \(Self.text($0.noiseGranules, 1)) granules, \($0.nanoRho) nano-rho"
        }
    }
    return ["Policy: \(policy)", "Unit: \(unit)", "Neighbours: \(neighbours)", "Trust: \(trustModel)"]
      + ["Mechanisms: \(mechanisms)", "Composition: \(composition)", "Loss:"] + table + ["Drawn:"] + drawn
      + ["Floor: \(floor)", "Without cost: \(postprocessing)", "Not covered:"] + notCovered.map { "  - \($0)" }
  }

  private static func micro(_ delta: Double) -> String { "\(text(delta * 1e6, 2))e-6" }

  private static func text(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let whole = Int((value * scale).rounded())
    let rest = String(whole % Int(scale) + Int(scale)).dropFirst()
    return "\(whole / Int(scale)).\(rest)"
  }
}
