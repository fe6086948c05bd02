import ArgumentParser
import Operations
import Population
import Segments

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Adds a live region with nobody in it, to a new store or to one there is.",
    discussion:
      "The server draws a release of live regions every 23 hours. Needs the store alone: stop its server first.")
  @OptionGroup var store: StoreArguments
  @Option(help: "Region id, \(RegionID.allowed).")
  var region: String
  @Option(help: "Time zone of the region, such as Asia/Jakarta.")
  var tz: String
  @Option(help: "Base cells: region, cluster or age_cluster.")
  var cells = PopulationLoad.Division.region
  @Option(help: "Days for which raw rows are kept.")
  var historyDays = PopulationLoad.liveHistoryDays
  @Option(help: "What will be recorded there, of \(RegionSources.all.names.joined(separator: ", ")).")
  var sources = PopulationLoad.recorded.names.joined(separator: ",")

  func validate() throws {
    guard RegionCalendar(timeZone: tz) != nil else {
      throw ValidationError("--tz \(tz): allowed are names of the tz database such as Asia/Jakarta")
    }
    try checkHistoryDays(historyDays)
    _ = try declaredSources()
  }

  private func declaredSources() throws(ValidationError) -> RegionSources {
    guard let set = RegionSources(names: sources.split(separator: ",").map(String.init)), set.contains(.visits) else {
      let names = RegionSources.all.names.joined(separator: ", ")
      throw ValidationError("--sources \(sources): allowed are visits and some of \(names), with commas between")
    }
    return set
  }

  func run() async throws {
    try await failing {
      let sources = try declaredSources()
      let plan = try PopulationLoad.plan(
        region: region, timeZone: tz, division: cells, ages: Array(stride(from: 15, to: 70, by: 5)))
      try await store.withStore(creates: true) { opened in
        try await PopulationLoad(store: opened.store, clock: wallClock).found(
          plan, historyDays: historyDays, sources: sources)
      }
      print("added region \(region) (\(tz)) to \(store.store); its rows are kept for \(historyDays) days")
    }
  }
}
