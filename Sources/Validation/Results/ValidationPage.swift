import Pages

/// The results as one page that needs no other file.
package struct ValidationPage: Sendable {
  private let results: ValidationResults
  private let conditions: [(String, String?)]
  private let bases: [(base: ShopBase, target: QualityTable.Target, ndcg: Double, hits: Double)]

  /// A page.
  ///
  /// - Parameters:
  ///   - table: what the results were made from: how good the shop's own rankings are.
  ///   - openZones: zones that their own people answered for, in each draw.
  ///   - learnsUntil: when learning ended, as people read it.
  package init(_ results: ValidationResults, table: QualityTable, openZones: [Int], learnsUntil: String, draws: Int) {
    self.results = results
    let open = openZones.isEmpty ? nil : Double(openZones.reduce(0, +)) / Double(openZones.count)
    conditions = [
      ("city", results.city), ("policy", results.policy),
      ("epsilon of a release, at delta 1e-6", results.epsilon > 0 ? NumberText.brief(results.epsilon) : nil),
      ("learned until, and released up to", learnsUntil),
      ("people behind a release", NumberText.grouped(results.panel)),
      ("customers, never among them", NumberText.grouped(results.customers)),
      ("folds of people; draws of the noise in each", "\(Cohort.folds); \(draws)"),
      ("zones open for themselves, on average", open.map { NumberText.fixed($0, 1) }),
    ]
    bases = ShopBase.allCases.flatMap { base in
      QualityTable.Target.allCases.compactMap { target in
        let means = table.means(.base(base), target)
        guard let ndcg = Self.mean(means.ndcg), let hits = Self.mean(means.hits) else { return nil }
        return (base, target, ndcg, hits)
      }
    }
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let present = values.compactMap(\.self)
    return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
  }

  /// The page's text.
  package var html: String {
    let head = "<h1>Does it help a shop? \(HTML.escaped(results.city))</h1>\n" + HTML.paragraph(results.verdict)
    return Page(
      title: "Validation: \(results.city)",
      content: head + HTML.table(conditions) + arms + placebos + shops
        + HTML.section("How it was measured", content: method)
        + HTML.section("What it does not show", content: limits)
    ).html
  }

  private var weights: [Double] { Set((results.arms + results.placebos).map(\.weight)).sorted() }

  private var arms: String {
    QualityTable.Target.allCases.map { target in
      let charts = ShopBase.allCases.flatMap { base in
        weights.map { weight in
          chart(
            "over \(base.rawValue), weight \(NumberText.brief(weight))",
            results.arms.filter { $0.base == base && $0.target == target && $0.weight == weight })
        }
      }
      return HTML.section(
        "NDCG@10, \(Self.words(target)): change in per cent, with 95 % intervals", content: charts.joined())
    }.joined()
  }

  private var placebos: String {
    let charts = weights.map { weight in
      chart(
        "over popularity, weight \(NumberText.brief(weight))",
        results.placebos.filter { $0.base == .popularity && $0.how == .blend && $0.weight == weight }, saysTarget: true)
    }.joined()
    return charts.isEmpty ? "" : HTML.section("Placebos, which should lift nothing", content: charts)
  }

  private func chart(_ title: String, _ rows: [ValidationRow], saysTarget: Bool = false) -> String {
    guard !rows.isEmpty else { return "" }
    let drawn = rows.map { row in
      let name =
        "\(row.name.rawValue)\(row.how == .multiply ? " ×" : "")\(saysTarget ? ", \(row.target.rawValue)" : "")"
      return IntervalChart.Row(
        name: name, value: row.ndcg, low: row.lo, high: row.hi,
        style: row.lo > 0 ? "s1" : row.hi < 0 ? "s2" : "s3")
    }
    return "<h3>\(HTML.escaped(title))</h3>\n" + IntervalChart(label: title, unit: " %", rows: drawn).html
  }

  private var shops: String {
    let rows = bases.map { base in
      (
        "\(base.base.rawValue), \(base.target.rawValue)",
        Optional("NDCG@10 \(NumberText.fixed(base.ndcg, 4)), HR@10 \(NumberText.fixed(base.hits, 4))")
      )
    }
    return HTML.section("The shop's own rankings, from which the changes are counted", content: HTML.table(rows))
  }

  private var method: String {
    [
      "People are divided into five folds; those of one are customers, those of the others the panel. What is imported, released and "
        + "sold belongs to the panel and to the first seven tenths of the time; what customers buy later is to be found.",
      "Every panel is imported once. Each draw of the noise is the one release of a copy of that store, made before anything was "
        + "released from it: a ledger of its own each time. The service is asked over the network, with a partner's key; shares of "
        + "zones are mixed on the device from the public table.",
      "× is the shop's score times the lift to the power 1.5; the others add the released popularity times its cube. Lift 1 is the "
        + "same without anything of the customer. The placebos exchange the visits of the panel, and the zones of the customers.",
      "Intervals: customers drawn anew 1,000 times, the same ones with and without.",
      results.policy == "affinity"
        ? "That policy releases no personality: its score is that of one more release of each panel, under the policy research."
        : "",
    ].filter { !$0.isEmpty }.map { HTML.paragraph($0) }.joined()
  }

  private var limits: String {
    [
      "The items are shops that people check in at, so that much of what is found is which of them is near.",
      "Nothing here shows that it carries over to goods whose demand does not depend on place, to conversion, or to returns.",
      "Check-ins are a small and chosen part of what people do; nobody was shown a list.",
    ].map { HTML.paragraph($0) }.joined()
  }

  private static func words(_ target: QualityTable.Target) -> String {
    target == .all ? "all purchases" : "items new to the customer"
  }
}
