import ArgumentParser
import Ingest
import Operations
import Population
import Storage

struct ZonesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zones", abstract: "Registers the zones of a region: districts on a public map, or cells of a grid.",
    subcommands: [Import.self])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Registers the zones of a file, in place of those there are.",
      discussion: """
        FILE has venue_id and zone_id, plain or .gz; its places become the region's public ones. Zones come from a map, \
        never from people; a zone needs about 50 people under the policy affinity and 1,500 under default. Items stay, \
        and so do the areas of zones that stay, unless --regions says what they are now. What was released keeps the zones that it was drawn for. Needs the store alone: stop its server first.
        """)
    @OptionGroup var store: StoreArguments
    @Option(help: "Region id.")
    var region: String
    @Argument(help: "The file of zones.")
    var file: String
    @Option(
      help: "File with zone_id and region_id: the area that a zone belongs to, which answers for it while it is closed."
    )
    var regions: String?

    func run() async throws {
      try await store.replaceMap(of: region) { try MapFiles.zones(path: file, areas: regions, over: $0, earlier: $1) }
    }
  }
}

struct ItemsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items", abstract: "Registers the items of a region: what its people are said to like.",
    subcommands: [Import.self])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Registers the items of a file, in place of those there are.",
      discussion: """
        FILE has item_id and perhaps zone_id, plain or .gz; at most 20,000. Adoptions count for an item whether they were \
        recorded before or after. Needs zones, and the store alone: stop its server first.
        """)
    @OptionGroup var store: StoreArguments
    @Option(help: "Region id.")
    var region: String
    @Argument(help: "The file of items.")
    var file: String

    func run() async throws {
      try await store.replaceMap(of: region) { registered, earlier in
        guard let registered else {
          throw OperatorError.invalid("region \(region) has no zones; register some first (`spots zones import`)")
        }
        return try MapFiles.items(path: file, over: registered, earlier: earlier)
      }
    }
  }
}

extension StoreArguments {
  /// Registers the map that `make` makes of the one there is, and says what it has. Rows that partners' keys recorded before
  /// are known by the names of these partners.
  fileprivate func replaceMap(
    of region: String, _ make: (RegisteredMap?, EarlierNumbers) throws -> RegisteredMap
  ) async throws {
    try await failing {
      let map = try await withStore { opened in
        let known = try await opened.store.regions().map(\.id)
        guard known.contains(region) else { throw OperatorError.unknownRegion(region, among: known) }
        let partners = Set(try await opened.store.keys().map(\.partner)).sorted()
        let earlier = EarlierNumbers(
          opened.pepper.pseudonymizer, in: [.spots] + partners.map { SubjectNamespace.partner($0) })
        let made = try make(try await opened.store.registeredMap(of: region), earlier)
        try await opened.store.registerMap(made, of: region, at: wallClock.now)
        return made
      }
      let (zones, areas) = (map.map.zones.count.counting("zone"), map.map.areas.count.counting("area"))
      print(
        "registered \(zones) in \(areas) and \(map.map.items.count.counting("item")) of region \(region); "
          + "visits to \(map.zoneOfPlace.count.counting("place")) count")
    }
  }
}
