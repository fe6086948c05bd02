import EventLoop
import RPC

/// Who calls: an interceptor leaves it for those after it.
enum Caller: ContextKey {
  typealias Value = Int
}

/// Lets only those in who show a key of the table, compared in constant time. What a connection showed is remembered for
/// a second at most.
struct Access: ServerInterceptor {
  private let records: [String: (key: [UInt8], partner: Int)]

  init(keys: [String]) {
    var records: [String: (key: [UInt8], partner: Int)] = [:]
    for (index, key) in keys.enumerated() { records[Self.id(of: Substring(key).utf8)] = (Array(key.utf8), index) }
    self.records = records
  }

  func instance(for loop: EventLoop) -> (any ServerInterceptor)? { RememberingAccess(self) }

  /// The partner whose key the call shows.
  func partner(_ context: ServerContext) throws(RPCError) -> Int {
    guard let header = context.metadata["authorization"], header.hasPrefix("Bearer "),
      let record = records[Self.id(of: header.utf8.dropFirst(7))], Self.areEqual(header, from: 7, record.key)
    else { throw .unauthenticated("no valid key: send \"authorization: Bearer spots_…\"") }
    return record.partner
  }

  /// The twelve bytes behind `spots_prod_bench_`.
  private static func id(of key: Substring.UTF8View) -> String {
    String(Substring(key.dropFirst(17).prefix(12)))
  }

  /// Compares what stands in the header from a place on, in constant time.
  static func areEqual(_ header: String, from start: Int = 0, _ key: [UInt8]) -> Bool {
    let shown = header.utf8.span
    let key = key.span
    guard shown.count == key.count + start else { return false }
    return shown.bytes.withUnsafeBytes { shown in
      key.bytes.withUnsafeBytes { key in areEqual(UnsafeRawBufferPointer(rebasing: shown[start...]), key) }
    }
  }

  /// Compares texts of one length, eight bytes at a time.
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    var offset = 0
    var difference: UInt64 = 0
    while offset + 8 <= left.count {
      difference |=
        left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        ^ right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    for index in offset..<left.count { difference |= UInt64(left[index] ^ right[index]) }
    return difference == 0
  }
}

/// The access of one loop's calls, with the key that was shown last; confined to the loop.
private final class RememberingAccess: ServerInterceptor, @unchecked Sendable {
  private struct Shown {
    let peer: String
    let header: [UInt8]
    let partner: Int
    let until: MonotonicTime
  }

  private let access: Access
  private var shown: Shown?

  init(_ access: Access) {
    self.access = access
  }

  func begin(_ context: ServerContext) throws(RPCError) {
    context[Caller.self] = try partner(context)
  }

  private func partner(_ context: ServerContext) throws(RPCError) -> Int {
    guard let header = context.metadata["authorization"] else { return try access.partner(context) }
    if let shown, context.started < shown.until, shown.peer == context.peer, Access.areEqual(header, shown.header) {
      return shown.partner
    }
    let partner = try access.partner(context)
    shown = Shown(
      peer: context.peer, header: Array(header.utf8), partner: partner, until: context.started + .seconds(1))
    return partner
  }
}
