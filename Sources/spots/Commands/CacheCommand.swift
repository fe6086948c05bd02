import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema

struct CacheCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Shows what the running server's cache of answers has done since it started.",
    discussion: "Whether one call's answer was at hand stands in its line of the server's log.")
  @OptionGroup var store: StoreArguments

  func run() async throws {
    let request = GetCacheRequest()
    let response = try await failing {
      try await store.withAdmin(
        direct: { _ in nil as GetCacheResponse? }, server: { try await $0.getCache(request) })
    }
    guard let response else {
      print("no server runs on this store, and its cache was in its memory")
      return
    }
    Self.lines(response).forEach { print($0) }
  }

  private static func lines(_ cache: GetCacheResponse) -> [String] {
    let all = cache.hits + cache.staleHits + cache.misses + cache.negativeHits
    return [
      "answers: \(all), at hand \(cache.hits + cache.staleHits) (stale \(cache.staleHits)), not at hand \(cache.misses), "
        + "remembered failures \(cache.negativeHits)",
      "loads: \(cache.loads), failed \(cache.loadErrors), from the store \(cache.durableHits), damaged \(cache.poisoned)",
      "in memory: \(cache.entries) answers, \(cache.bytes) bytes; made room \(cache.evictions)",
    ]
  }
}
