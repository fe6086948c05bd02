import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import Operations
import WireFormat

struct RegionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regions", abstract: "Shows the regions of a store, with how many people and rows each holds.",
    discussion: "Exact numbers, for the operator alone: partners are shown none of them.")
  @OptionGroup var store: StoreArguments

  func run() async throws {
    let regions = try await failing { try await store.storedRegions() }
    var table = TextColumns("region", "time zone", "rows end", "people", "agree to behavior", "rows")
    for region in regions {
      let end = region.asOf.map { "\(CivilTime(seconds: $0.seconds))" } ?? "live"
      table.add(region.region, region.timeZone, end, "\(region.people)", "\(region.agreeing)", "\(region.rows)")
    }
    table.lines.forEach { print($0) }
  }
}

extension StoreArguments {
  /// The regions of the store, or of the server that has it open.
  func storedRegions() async throws -> [StoredRegion] {
    let request = ListRegionsRequest()
    return try await withAdmin(
      direct: { try await $0.listRegions(request) }, server: { try await $0.listRegions(request) }
    ).regions
  }
}
