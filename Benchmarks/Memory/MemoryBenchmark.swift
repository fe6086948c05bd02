import Glibc

/// What idle connections and idle streams cost a server in resident memory, and keys that rest in allocated memory.
///
/// The program starts itself once more as the server, so that what the clients need is not counted. 5,000 TLS
/// connections shake hands and make one call each; then a hundred streams are opened on each of 500 of them, with
/// headers received and the handler waiting for a message. The figures are differences of the server's resident
/// memory, the middle ones of three servers: that of a stream differs by up to 90 bytes from run to run. The program
/// fails when one is over its bound.
@main
enum MemoryBenchmark {
  /// Bytes an idle TLS connection may cost.
  static let connectionBound = 45 * 1024
  /// Bytes an idle stream may cost.
  static let streamBound = 2 * 1024

  static func main() async throws {
    raiseDescriptorLimit()
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[1] == "--serve" {
      return try await MemoryServer.run(certificate: arguments[2], key: arguments[3])
    }
    let connections = number("--connections") ?? 5000
    let streams = number("--streams") ?? 50_000
    let figures = try (0..<3).map { _ in try MemoryClients.measure(connections: connections, streams: streams) }
    let keys = [1, 3].map { (minutes: $0, bytes: RestingKeys.bytes(count: 100_000, minutes: $0)) }
    let areWithin =
      [
        report("idle TLS connection", figures.map(\.perConnection), connectionBound, count: connections),
        report("idle stream", figures.map(\.perStream), streamBound, count: streams),
      ] + keys.map { report("key that called in \($0.minutes) minutes", [$0.bytes], RestingKeys.bound, count: 100_000) }
    exit(areWithin.allSatisfy(\.self) ? 0 : 1)
  }

  /// Prints the middle figure and the range; answers whether the middle one is within the bound.
  private static func report(_ what: String, _ found: [Int], _ bound: Int, count: Int) -> Bool {
    let bytes = found.sorted()
    let middle = bytes[bytes.count / 2]
    let verdict = middle <= bound ? "within" : "OVER"
    print("\(what): \(middle) bytes (\(bytes[0]) to \(bytes[bytes.count - 1])), \(verdict) \(bound), \(count) of them")
    return middle <= bound
  }

  private static func number(_ name: String) -> Int? {
    guard let index = CommandLine.arguments.firstIndex(of: name), index + 1 < CommandLine.arguments.count else {
      return nil
    }
    return Int(CommandLine.arguments[index + 1])
  }

  private static func raiseDescriptorLimit() {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(7), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(7), &limit)
  }
}
