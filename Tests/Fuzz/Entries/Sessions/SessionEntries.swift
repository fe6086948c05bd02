import EventLoop
internal import Transport

@testable import HTTP2

/// What a client may do to a server's session: frames or any bytes, slow or fast, with handlers that do as they like.
///
/// The first byte says in what pieces input arrives and, by its highest bit, whether the rest is steps
/// (``SessionStep``) or bytes as they are, behind the preface.
enum ServerSessionEntry {
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + SessionStep.frame(4, 0, stream: 0, [])

  static let entry = FuzzEntry(name: "server-session") { input throws(Violation) in
    try SessionLoop.run { loop in
      var limits = HTTP2Limits.server
      limits.connection.sendBufferSize = 20_000
      let bench = SessionBench(.server, on: loop, limits)
      SessionLoop.play(input, on: bench, greeting: preface)
      return bench
    }
  }
}

/// What a server may do to a client's session that has requests under way.
enum ClientSessionEntry {
  private static let greeting = SessionStep.frame(4, 0, stream: 0, [])

  static let entry = FuzzEntry(name: "client-session") { input throws(Violation) in
    try SessionLoop.run { loop in
      let bench = SessionBench(.client, on: loop, .client)
      for script in [0x81, 0x02, 0x44] as [UInt8] { SessionLoop.open(on: bench, script) }
      bench.flush()
      SessionLoop.play(input, on: bench, greeting: greeting)
      return bench
    }
  }
}
