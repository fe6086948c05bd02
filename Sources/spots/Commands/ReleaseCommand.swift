import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Operations
import WireFormat

struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Computes and publishes a release of every registered segment.",
    discussion: """
      Charges the privacy ledger, also when it fails half-way, and first refuses, uncharged, what can be seen to be wrong \
      or of no use. Prints what was released.
      """)
  @OptionGroup var store: StoreArguments
  @Option(
    help:
      "default (floor of 1,000 people), research (floor of 100, named in every answer) or affinity (likewise, zones alone)."
  )
  var policy = "default"
  @Option(
    help: """
      Cut-off, such as 2013-02-28T00:00:00Z or 2013-02-28; a day, or a time without a zone, goes by the clock of each \
      region, as in an import. By default each region's own.
      """)
  var asOf: String?
  @Option(
    help: ArgumentHelp(
      "A region; by default all. Can be given again.",
      discussion: "A run of some regions is charged in full: one run of all costs less than one of each."))
  var region: [String] = []
  @Flag(help: "The clock is right although it is more than 45 days ahead of the newest entry of the ledger.")
  var acceptClock = false
  @Flag(help: "Draw a run that could be seen to be of no use, such as one at a cut-off that is released already.")
  var force = false
  @Flag(help: "Only say what would be drawn and charged.")
  var dryRun = false
  @Option(
    help: ArgumentHelp(
      "A directory that keeps a copy of the ledger's anchor, such as one on another disk; can be given again.",
      discussion: "Without a running server: that one is given its own.", valueName: "dir"))
  var anchor: [String] = []

  func run() async throws {
    var request = RunReleaseRequest()
    (request.policy, request.regions) = (policy, region)
    (request.acceptClock, request.force, request.dryRun) = (acceptClock, force, dryRun)
    if let asOf { try request.ask(forCutOff: asOf) }
    let asked = request
    let response = try await failing {
      try await store.withAdmin(
        anchors: anchor, direct: { try await $0.runRelease(asked) }, server: { try await $0.runRelease(asked) })
    }
    print(dryRun ? response.rehearsed : response.told)
    for line in response.lines { print(line) }
    response.expectedErrors.forEach { print("expected error: \($0)") }
  }
}

extension RunReleaseResponse {
  /// What was released, in a line.
  fileprivate var told: String {
    "released \(releaseID): \(cells) cells, \(answerableSegments) of \(segments) segments can be answered, "
      + "\(openZones)charged \(nanoRho) nano-rho\(onlyCutOff)"
  }

  /// What would be released, in a line.
  fileprivate var rehearsed: String {
    "would draw \(cells) cells for \(segments) segments and charge \(charge)\(onlyCutOff); "
      + "nothing was read, charged or published"
  }

  /// What would be charged; less where it turns out that there are too few people.
  private var charge: String {
    let most = "\(nanoRho) nano-rho"
    guard leastNanoRho < nanoRho else { return most }
    let zones = regions.contains { $0.zones > 0 } ? "no zone is open" : nil
    let cells = cells > 0 ? "no segment is admitted" : nil
    return "\(most), or as little as \(leastNanoRho) if \([cells, zones].compactMap(\.self).joined(separator: " and "))"
  }

  /// How many zones are open, where some were drawn.
  private var openZones: String { regions.count == 1 ? regions[0].openZonesText.map { "\($0), " } ?? "" : "" }

  private var onlyCutOff: String { regions.count == 1 ? ", cut-off \(regions[0].cutOff)" : "" }

  /// A line for each region where there are several, and for each that was left out.
  fileprivate var lines: [String] {
    (regions.count == 1 ? [] : regions.map { "  region \($0.region): \(told(of: $0)), cut-off \($0.cutOff)" })
      + leftOut.map { "  region \($0.region) is left out: \($0.reason)" }
  }

  private func told(of region: ReleasedRegion) -> String {
    releaseID.isEmpty
      ? "\(region.cells) cells for \(region.segments) segments"
      : "\(region.cells) cells, \(region.answerableSegments) of \(region.segments) segments can be answered"
        + (region.openZonesText.map { ", \($0)" } ?? "")
  }
}

extension ReleasedRegion {
  /// How many zones are open; nil where none were drawn.
  fileprivate var openZonesText: String? { zones == 0 ? nil : "\(openZones) of \(zones) zones are open" }

  /// The cut-off in RFC 3339.
  fileprivate var cutOff: String { asOf.map { "\(CivilTime(seconds: $0.seconds))" } ?? "-" }
}
