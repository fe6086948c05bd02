import RPC

/// Who calls: an interceptor leaves it for those after it.
enum Caller: ContextKey {
  typealias Value = Int
}

/// Lets only those in who show a key of the table, compared in constant time.
struct Access: ServerInterceptor {
  private let records: [String: (key: [UInt8], partner: Int)]

  init(keys: [String]) {
    var records: [String: (key: [UInt8], partner: Int)] = [:]
    for (index, key) in keys.enumerated() { records[Self.id(of: Substring(key).utf8)] = (Array(key.utf8), index) }
    self.records = records
  }

  func begin(_ context: ServerContext) throws(RPCError) {
    guard let header = context.metadata["authorization"], header.hasPrefix("Bearer "),
      let record = records[Self.id(of: header.utf8.dropFirst(7))], Self.areEqual(header, record.key)
    else { throw .unauthenticated("no valid key: send \"authorization: Bearer spots_…\"") }
    context[Caller.self] = record.partner
  }

  /// The twelve bytes behind `spots_prod_bench_`.
  private static func id(of key: Substring.UTF8View) -> String {
    String(Substring(key.dropFirst(17).prefix(12)))
  }

  /// Compares what stands behind `Bearer ` in constant time.
  private static func areEqual(_ header: String, _ key: [UInt8]) -> Bool {
    let shown = header.utf8.span
    guard shown.count == key.count + 7 else { return false }
    var difference: UInt8 = 0
    for index in key.indices { difference |= shown[index + 7] ^ key[index] }
    return difference == 0
  }
}
