import ArgumentParser
import Operations
import Storage
import Terminal

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Fills the store with a simulated city.",
    discussion: "Every answer made from it says so. Needs the store alone: stop its server first.")
  @OptionGroup var store: StoreArguments
  @Option(help: "People, 1 to 1,000,000; 57 visits each on average, 34 of half of them at most.")
  var people = 60_000
  @Option(help: "Seed; the same seed gives the same city.")
  var seed: UInt64 = 1
  @Option(help: "Base cells: region, cluster or age_cluster.")
  var cells = PopulationLoad.Division.ageCluster

  func validate() throws {
    guard (1...1_000_000).contains(people) else {
      throw ValidationError("--people \(people): allowed are 1 to 1000000")
    }
  }

  func run() async throws {
    try await failing {
      let (line, total) = (ProgressLine(), people)
      let counts = try await store.withStore(creates: true) { opened in
        try await CityLoad(opened: opened, clock: wallClock).run(seed: seed, people: people, division: cells) { done in
          line.show("  \(done) of \(total) people (\(done * 100 / total) %)", step: done * 10 / total)
        }
      }
      line.clear()
      print("simulated \(counts.people) people, \(counts.visits) visits, \(counts.connections) connections")
    }
  }
}

extension PopulationLoad.Division: ExpressibleByArgument {}
