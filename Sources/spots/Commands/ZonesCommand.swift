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
        never from people; a zone needs about 50 people under the policy affinity and 1,500 under default. Items stay. \
        What was released keeps the zones that it was drawn for. Needs the store alone: stop its server first.
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
      try await store.replaceMap(of: region) { try MapFiles.zones(path: file, areas: regions, over: $0) }
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
        FILE has item_id and perhaps zone_id, plain or .gz; at most 20,000. Adoptions count for an item from when it is \
        registered. Needs zones, and the store alone: stop its server first.
        """)
    @OptionGroup var store: StoreArguments
    @Option(help: "Region id.")
    var region: String
    @Argument(help: "The file of items.")
    var file: String

    func run() async throws {
      try await store.replaceMap(of: region) { registered in
        guard let registered else {
          throw OperatorError.invalid("region \(region) has no zones; register some first (`spots zones import`)")
        }
        return try MapFiles.items(path: file, over: registered)
      }
    }
  }
}

extension StoreArguments {
  /// Registers the map that `make` makes of the one there is, and says what it has.
  fileprivate func replaceMap(of region: String, _ make: (RegisteredMap?) throws -> RegisteredMap) async throws {
    try await failing {
      let map = try await withStore { opened in
        let made = try make(try await opened.store.registeredMap(of: region))
        try await opened.store.registerMap(made, of: region, at: wallClock.now)
        return made
      }
      print(
        "registered \(map.map.zones.count) zones in \(map.map.areas.count) areas and \(map.map.items.count) items of "
          + "region \(region); visits to \(map.zoneOfPlace.count) places count")
    }
  }
}
