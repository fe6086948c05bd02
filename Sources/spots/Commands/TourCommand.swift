import ArgumentParser
import EnrichmentSchema

struct TourCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "Calls every method once and lays the answers out for a person.")
  @OptionGroup var server: ServerArguments
  @Option(help: "Segment to ask for; by default the widest one that can be answered.")
  var segment: String?

  func run() async throws {
    let client = try server.client()
    try await failing {
      let chosen = try await chooseSegment(from: SegmentListing(client: client).all())
      print("SPOTS Enrichment at \(server.endpoint), segment \(chosen.segmentID)")
      try await Tour(client: client, segment: chosen) { print($0) }.run()
    }
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
