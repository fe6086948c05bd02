import EnrichmentClient
package import Foundation
import Ingest
import Population
import Synchronization

/// The plan's question asked of the running service, fold by fold and draw by draw: import, release, serve, ask.
///
/// Source: affinity.md 6.
package final class ValidationRun: Sendable {
  /// What came of it.
  package struct Outcome: Sendable {
    /// How good every ranking was.
    package fileprivate(set) var table: QualityTable
    /// Zones that their own people answered for, in each draw.
    package fileprivate(set) var openZones: [Int] = []

    fileprivate mutating func add(_ other: Outcome) {
      table.add(other.table)
      openZones += other.openZones
    }
  }

  /// A release that is cut off elsewhere than where learning ends.
  package struct WrongCutOff: Error, Sendable, CustomStringConvertible {
    package let description = "the release is not cut off where learning ends, so that something later may be in it"
  }

  /// A store to make and what to do with it.
  private struct Job: Sendable {
    let fold: Int
    let isShuffled: Bool
  }

  private let cohort: Cohort
  private let plan: ValidationPlan
  private let programs: ChildPrograms
  private let scratch: URL
  private let folds: [FoldMeasurement]
  private let customers: Int
  private let done = Mutex(0)
  private let progress: @Sendable (_ done: Int, _ all: Int) -> Void

  /// A run.
  ///
  /// - Parameters:
  ///   - scratch: a folder that is there and that nobody else uses.
  ///   - progress: is told how many of how many stores have been made, and releases asked.
  package init(
    _ cohort: Cohort, _ plan: ValidationPlan, programs: ChildPrograms, scratch: URL,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
  ) {
    (self.cohort, self.plan, self.programs, self.scratch) = (cohort, plan, programs, scratch)
    self.progress = progress
    let positions = (0..<Cohort.folds).flatMap(cohort.customers)
    let numbers = Dictionary(uniqueKeysWithValues: positions.enumerated().map { ($1, $0) })
    let bases = Self.bases(of: cohort)
    customers = positions.count
    folds = (0..<Cohort.folds).map {
      FoldMeasurement($0, of: cohort, numbers: numbers, bases: bases, weights: plan.weights)
    }
  }

  /// What a shop can know with the files that there are.
  private static func bases(of cohort: Cohort) -> [ShopBase] {
    ShopBase.allCases.filter { base in
      switch base {
      case .popularity, .knn1, .knn3: true
      case .ownZone: cohort.table.map != nil
      case .region: cohort.table.map?.areas.isEmpty == false
      }
    }
  }

  /// Does it.
  /// - Throws: `ChildPrograms.Failure`, `RPCError`, `ContradictoryAnswer`, `UnlikeCatalogue`, `WrongCutOff`.
  package func run() async throws -> Outcome {
    var outcome = Outcome(table: QualityTable(customers: customers))
    guard plan.policy != .none else {
      for fold in folds { outcome.table.add(try fold.controls()) }
      return outcome
    }
    let jobs = [false, true].flatMap { shuffled in folds.indices.map { Job(fold: $0, isShuffled: shuffled) } }
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      var waiting = jobs[...]
      while !waiting.isEmpty, waiting.count > jobs.count - plan.parallel {
        let job = waiting.removeFirst()
        group.addTask { try await self.outcome(of: job) }
      }
      while let next = try await group.next() {
        outcome.add(next)
        if let job = waiting.popFirst() { group.addTask { try await self.outcome(of: job) } }
      }
      return outcome
    }
  }

  /// How many steps there are: an import and the draws of each panel, and the personality of each that is not shuffled.
  private var steps: Int {
    let own = plan.policy == .affinity ? 1 : 0
    return Cohort.folds * (2 * (1 + plan.draws) + own)
  }

  private func step() {
    let now = done.withLock { done in
      done += 1
      return done
    }
    progress(now, steps)
  }

  private func outcome(of job: Job) async throws -> Outcome {
    let folder = scratch.appending(path: "fold-\(job.fold)\(job.isShuffled ? "-shuffled" : "")")
    defer { try? FileManager.default.removeItem(at: folder) }
    try PanelFolder(of: cohort, in: plan.region).write(
      cohort.panel(without: job.fold), shuffling: job.isShuffled ? UInt64(job.fold) : nil,
      to: folder.appending(path: "panel"))
    let store = try await PanelStore(importing: folder, programs, plan)
    step()
    var outcome = Outcome(table: QualityTable(customers: customers))
    for draw in 0..<plan.draws {
      outcome.add(try await store.serving(plan.policy.rawValue) { try await self.outcome(of: job, draw, $0) })
      step()
    }
    if !job.isShuffled, plan.policy == .affinity {
      // That policy releases no personality. The score comes from the other one's release of the same panel.
      outcome.table.add(
        try await store.serving(ValidationPlan.Policy.research.rawValue) { try await self.personality(job.fold, $0) })
      step()
    }
    return outcome
  }

  private func outcome(of job: Job, _ draw: Int, _ client: PartnerClient) async throws -> Outcome {
    let release = try await ServedRelease(client, region: plan.region.id, catalogue: catalogue)
    guard release.cutOff == cohort.split.cutOff else { throw WrongCutOff() }
    let fold = folds[job.fold]
    guard !job.isShuffled else { return Outcome(table: try fold.placebo(by: release)) }
    var table = try await fold.measured(by: release, draw: draw)
    if plan.policy == .research { table.add(try await personality(job.fold, client)) }
    return Outcome(table: table, openZones: [try await release.openZones()])
  }

  private func personality(_ fold: Int, _ client: PartnerClient) async throws -> QualityTable {
    let release = try await ServedRelease(client, region: plan.region.id, catalogue: catalogue)
    let words = cohort.items.map { cohort.table.venues[$0].category.suffix(1).flatMap(Self.words) }
    guard let scores = try await release.personality(features: words) else {
      return QualityTable(customers: customers)
    }
    return try folds[fold].personality(scores)
  }

  /// The words of a category that a shop would hand in, each once.
  private static func words(of name: String) -> [String] {
    var seen = Set<String>()
    return name.split { !$0.isLetter }.map(String.init).filter { seen.insert($0).inserted }
  }

  private var catalogue: [String] {
    cohort.items.map { String(decoding: cohort.table.venues[$0].id, as: UTF8.self) }
  }
}
