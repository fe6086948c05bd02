import ArgumentParser
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Ingest
import Operations
import Population
import Releases
import Segments
import Storage
import StorageSQLite

struct SegmentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segments", abstract: "Lists the registered segments, or proposes them for a new region.",
    subcommands: [List.self, Propose.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the registered segments and what they can be asked.")
    @OptionGroup var server: ServerArguments

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
        A cluster is proposed when the list has a category of it; nobody's data is looked at. With --store the noisy \
        sizes of the region's present segments are told too, as far as a release has paid for them: asking charges \
        nothing more. Save the output, edit it if need be, and hand it to `spots import folder … --segments FILE`.
        """)
    @Argument(help: "CSV file of places with a column category_path, plain or .gz.")
    var list: String
    @Option(help: "Region id, \(RegionID.allowed).")
    var region: String
    @Option(help: "Time zone of the region, such as Asia/Jakarta.")
    var tz: String
    @Option(help: "Base cells: region, cluster or age_cluster.")
    var cells = PopulationLoad.Division.cluster
    @Option(help: "Store whose released sizes to tell, sqlite:PATH.")
    var store: String?

    func run() async throws {
      try await failing {
        let categories = try CategoryList(path: list)
        let clusters = InterestCluster.named.filter { categories.byCluster[$0] != nil }
        let standard = try FolderLoad.plan(region: region, timeZone: tz, division: cells)
        let plan = try RegionPlan(
          region: region, timeZone: tz, division: standard.division, clusters: clusters,
          countsUnknown: standard.countsUnknown)
        for remark in remarks(on: plan, categories) + (try await sizes()) { print("# \(remark)") }
        print(plan.text, terminator: "")
      }
    }

    /// A line for each segment that was released; none without a store.
    private func sizes() async throws -> [String] {
      guard let store else { return [] }
      let opened = try await OpenedStore(StoreLocation(store), engine: .sqlite, clock: wallClock)
      let sizes = try await ReleasedSizes.read(region: region, from: opened.store)
      await opened.close()
      return sizes.map { segment, people in
        "\(segment): about \(people.rounded) people, give or take \(Int((2 * people.noiseDeviation).rounded()))"
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

/// All pages of the registered segments.
struct SegmentListing {
  let client: PartnerClient

  func all() async throws -> [Segment] {
    var segments: [Segment] = []
    var request = ListSegmentsRequest()
    repeat {
      let page = try await client.service.listSegments(request, options: client.options())
      segments += page.segments
      request.pageToken = page.nextPageToken
    } while !request.pageToken.isEmpty
    return segments
  }
}
