import ArgumentParser
import Enrichment
import EnrichmentClient
import EnrichmentSchema
import EnrichmentService
import Ingest

struct SegmentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments", abstract: "Lists the registered segments, or proposes them for a new region.",
    subcommands: [List.self, Propose.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the registered segments and what they can be asked.")
    @OptionGroup var server: ServerOptions

    func run() async throws {
      let client = try server.client()
      try await failing {
        for segment in try await SegmentListing(client: client).all() {
          let purposes = segment.answerable.isEmpty ? "-" : segment.answerable.joined(separator: ",")
          let wide = max(1, 40 - segment.segmentID.count)
          print(segment.segmentID + String(repeating: " ", count: wide) + purposes)
        }
      }
    }
  }

  struct Propose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Proposes a region's base cells from a public list of categories, and prints the file for import.",
      discussion: """
        A cluster is proposed when the list has a category of it. Nobody's data is looked at, so nothing is charged; \
        how many people a cell has is known, with noise, once it is released. Save the output, edit it if need be, and \
        hand it to `spots import folder … --segments FILE`.
        """)
    @Argument(help: "CSV file of places with a column category_path, plain or .gz.")
    var list: String
    @Option(help: "Region id, a-z 0-9 and _.")
    var region: String
    @Option(help: "Time zone of the region, such as Asia/Jakarta.")
    var tz: String
    @Option(help: "Base cells: region, cluster or age_cluster.")
    var cells = PopulationLoad.Division.cluster

    func run() async throws {
      try await failing {
        let categories = try CategoryList(path: list)
        let clusters = InterestCluster.named.filter { categories.byCluster[$0] != nil }
        let standard = try FolderLoad.plan(region: region, timeZone: tz, division: cells)
        let plan = try RegionPlan(
          region: region, timeZone: tz, division: standard.division, clusters: clusters,
          countsUnknown: standard.countsUnknown)
        remarks(on: plan, categories).forEach { print("# \($0)") }
        print(plan.text, terminator: "")
      }
    }

    private func remarks(on plan: RegionPlan, _ categories: CategoryList) -> [String] {
      let known = plan.clusters.map { cluster in
        let names = categories.byCluster[cluster] ?? []
        let examples = names.prefix(3).compactMap { $0.split(separator: ">").last.map(String.init) }
        return "\(cluster.name): \(names.count) categories, such as \(examples.joined(separator: ", "))"
      }
      return ["\(categories.places) places"] + known + [
        "of no interest cluster: \(categories.neutral.count) categories; sensitive and dropped: "
          + "\(categories.sensitive.count)",
        "\(plan.cells.count) base cells, \(plan.segments(parent: nil).count) segments",
      ]
    }
  }
}
