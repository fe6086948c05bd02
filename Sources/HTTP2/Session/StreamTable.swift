internal import Transport

/// The open streams of a session, which it keeps alive for the C library. Order is of no matter.
struct StreamTable {
  private(set) var streams: [Stream] = []

  /// How many are open.
  var count: Int { streams.count }

  /// Adds a stream.
  mutating func insert(_ stream: Stream) {
    stream.record.position = streams.count
    streams.append(stream)
  }

  /// Removes a stream in constant time: the last one takes its place.
  mutating func remove(_ stream: Stream) {
    let position = stream.record.position
    guard position < streams.count, streams[position] === stream else { return }
    let last = streams.removeLast()
    guard position < streams.count else { return }
    last.record.position = position
    streams[position] = last
  }

  /// The stream with a number; looks at all of them.
  func find(_ id: Int32) -> Stream? { streams.first { $0.id == id } }

  /// The stream with a number that the peer has not heard of yet; nil when there is none such.
  func unopened(_ id: Int32) -> Stream? { streams.first { $0.id == id && !$0.record.isOpened } }

  /// Empties the table and answers what was in it.
  mutating func takeAll() -> [Stream] {
    defer { streams = [] }
    return streams
  }
}
