import ArgumentParser
import Operations
import Population
import Segments

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes a store with one live region and nobody in it.",
    discussion: "Its server draws a release every 23 hours. Needs the store alone: stop its server first.")
  @OptionGroup var store: StoreArguments
  @Option(help: "Region id, \(RegionID.allowed).")
  var region: String
  @Option(help: "Time zone of the region, such as Asia/Jakarta.")
  var tz: String
  @Option(help: "Base cells: region, cluster or age_cluster.")
  var cells = PopulationLoad.Division.region
  @Option(help: "Days for which raw rows are kept.")
  var historyDays = 180

  func validate() throws {
    guard (1...3_650).contains(historyDays) else {
      throw ValidationError("--history-days \(historyDays): allowed are 1 to 3650")
    }
  }

  func run() async throws {
    try await failing {
      let plan = try PopulationLoad.plan(
        region: region, timeZone: tz, division: cells, ages: Array(stride(from: 15, to: 70, by: 5)))
      let opened = try await store.open(creates: true)
      do {
        try await PopulationLoad(store: opened.store, clock: wallClock).found(plan, historyDays: historyDays)
        await opened.close()
      } catch {
        await opened.close()
        throw error
      }
      print("made \(store.store): region \(region), \(tz), rows are kept for \(historyDays) days")
    }
  }
}
