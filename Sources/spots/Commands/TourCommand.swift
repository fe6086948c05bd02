import ArgumentParser
import EnrichmentClient
import EnrichmentSchema
import Glibc

struct TourCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "Calls every method once and lays the answers out for a person.",
    discussion: """
      With a key of the SPOTS application (--app-key, or SPOTS_APP_KEY), made by `spots keys create --namespace spots \
      --scopes consent:write`, and a live region in --store it also registers a person, links them with a customer of the \
      partner, shows that a visit is kept and counted, withdraws, and has the person forgotten.
      """)
  @OptionGroup var server: ServerArguments
  @OptionGroup var store: StoreArguments
  @Option(help: ArgumentHelp("Key of the SPOTS application.", discussion: "Better in the variable SPOTS_APP_KEY."))
  var appKey: String?
  @Option(help: "Segment to ask for; by default the widest one that can be answered.")
  var segment: String?

  func run() async throws {
    let client = try server.client()
    try await failing {
      let chosen = try await chooseSegment(from: SegmentListing(client: client).all())
      print("SPOTS Enrichment at \(server.endpoint), segment \(chosen.segmentID)")
      try await Tour(client: client, segment: chosen, people: people(client)) { print($0) }.run()
    }
  }

  /// What is shown of people, where there is a key for it and a live region.
  private func people(_ client: PartnerClient) async throws -> PeopleTour? {
    let application = try server.client(key: appKey ?? getenv("SPOTS_APP_KEY").map { String(cString: $0) })
    guard let application, let region = try await store.storedRegions().first(where: { $0.asOf == nil }) else {
      return nil
    }
    return PeopleTour(
      partner: client, partnerName: try server.partnerName(), application: application, region: region.region,
      regions: store.storedRegions)
  }

  private func chooseSegment(from segments: [Segment]) throws -> Segment {
    if let segment {
      guard let found = segments.first(where: { $0.segmentID == segment }) else {
        throw ValidationError("--segment \(segment) is not registered; `spots segments` lists those that are")
      }
      return found
    }
    guard let widest = segments.max(by: Self.isNarrower), !widest.answerable.isEmpty else {
      throw ValidationError("no registered segment can be answered; run `spots release` first")
    }
    return widest
  }

  /// Ordered by what may be asked, then by cells; of equal ones the whole region is the widest.
  private static func isNarrower(_ left: Segment, _ right: Segment) -> Bool {
    func width(_ segment: Segment) -> (Int, Int32, Int) {
      (segment.answerable.count, segment.cells, segment.demographics == nil ? 1 : 0)
    }
    return width(left) < width(right)
  }
}
