internal import EventLoop
package import RPC
package import RawHTTP2

/// Tries assaults on a server of this machine.
package struct AssaultRun: Sendable {
  /// The server's port on the loopback interface.
  package let port: UInt16
  /// Whether to speak TLS.
  package let isSecure: Bool
  /// How an honest client gets there.
  package let target: ChannelTarget
  /// How long to wait for the server to stop an assault, in whole seconds.
  package let patience: Int

  /// Assaults on a port.
  package init(port: UInt16, isSecure: Bool, target: ChannelTarget, patience: Int = 45) {
    self.port = port
    self.isSecure = isSecure
    self.target = target
    self.patience = patience
  }

  /// The health check, which every gRPC server should answer without a key; an empty message asks for the server.
  private static let call = AssaultedCall(
    path: "/grpc.health.v1.Health/Check", fields: [("content-type", "application/grpc"), ("te", "trailers")],
    body: [0, 0, 0, 0, 0])

  /// Tries one, on a thread of its own.
  /// - Throws: `RawFailure` when the server cannot be reached at all.
  package func run(_ assault: Assault) async throws -> AssaultOutcome {
    let thread = try EventLoop.spawn(name: "assault")
    defer { thread.shutdown() }
    return try await withTaskExecutorPreference(thread) { try await attempt(assault) }
  }

  private func attempt(_ assault: Assault) async throws -> AssaultOutcome {
    let start = MonotonicTime.now()
    var tls = RawTLS()
    if assault.isText { tls.protocols = ["http/1.1"] }
    let client =
      try isSecure ? RawClient(port: port, tls: tls, timeout: patience) : RawClient(port: port, timeout: patience)
    if !assault.isBeforePreface { client.begin() }
    assault.attack(client, Self.call)
    let stop = assault.isText ? answer(to: client, since: start) : end(of: client, since: start)
    let seconds = Double((MonotonicTime.now() - start).wholeNanoseconds) / 1e9
    let healthy = await honestCall()
    withExtendedLifetime(client) {}
    return AssaultOutcome(name: assault.name, stop: stop, seconds: seconds, healthySeconds: healthy)
  }

  /// Reads until the server ends the connection; or has reset a stream and then answers a PING: it leaves it at that.
  private func end(of client: RawClient, since start: MonotonicTime) -> String? {
    var (goAway, reset): (String?, String?)
    while true {
      do {
        guard let frame = try client.next() else { return goAway ?? reset ?? "the connection is closed" }
        switch frame.type {
        case RawFrame.Kind.goAway: goAway = Self.text(ofGoAway: frame)
        case RawFrame.Kind.ping where frame.payload == Self.question && goAway == nil: return reset
        case RawFrame.Kind.reset where reset == nil:
          reset = "stream \(frame.stream) is reset with \(Self.name(ofCode: frame.number(at: 0)))"
          client.send(RawFrame.Kind.ping, Self.question)
        default: break
        }
      } catch {
        // A server that closes while more is sent to it resets the connection, and its GOAWAY may be lost.
        let isTimeout = (MonotonicTime.now() - start) >= .seconds(patience)
        return goAway ?? reset ?? (isTimeout ? nil : "the connection is reset")
      }
    }
  }

  /// Reads until the server ends a connection of HTTP/1.1; answers the status it gave last.
  private func answer(to client: RawClient, since start: MonotonicTime) -> String? {
    var text: [UInt8] = []
    var isClosed = false
    do {
      while let more = try client.pipe.read() { text = (text + more).suffix(4096) }
      isClosed = true
    } catch {
      // A server that closes while more is sent to it resets the connection.
      isClosed = (MonotonicTime.now() - start) < .seconds(patience)
    }
    guard isClosed else { return nil }
    let status = String(decoding: text, as: UTF8.self).split(separator: "\r\n").last { $0.hasPrefix("HTTP/1.1 ") }
    return status.map { "\($0), and the connection is closed" } ?? "the connection is closed"
  }

  /// The PING whose answer says that the server has said all.
  private static let question = Array("all said".utf8)

  private static func text(ofGoAway frame: RawFrame) -> String {
    let text = String(decoding: frame.payload.dropFirst(8), as: UTF8.self)
    return "GOAWAY \(name(ofCode: frame.number(at: 4)))" + (text.isEmpty ? "" : ", \"\(text)\"")
  }

  /// The names of RFC 9113 section 7.
  private static func name(ofCode code: UInt32) -> String {
    let names = [
      "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
      "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
    ]
    return code < UInt32(names.count) ? names[Int(code)] : "\(code)"
  }

  /// How long a client waits for an answer, whichever; nil when there is none.
  private func honestCall() async -> Double? {
    let start = MonotonicTime.now()
    guard let channel = try? Channel(target: target) else { return nil }
    defer { channel.close() }
    let check = MethodDescriptor(service: "grpc.health.v1.Health", name: "Check", kind: .unary)
    do throws(RPCError) {
      _ = try await channel.unary(check, encoded: [], options: CallOptions(timeout: .seconds(10)))
    } catch {
      // Any status of the server's own is an answer too.
      if error.code == .unavailable || error.code == .deadlineExceeded { return nil }
    }
    return Double((MonotonicTime.now() - start).wholeNanoseconds) / 1e9
  }
}

/// What became of an assault on a server.
package struct AssaultOutcome: Sendable {
  /// The assault's name.
  package var name: String
  /// How the server stopped it: a GOAWAY with its code and text, closing, or a reset; nil when it did not in time.
  package var stop: String?
  /// Seconds until then.
  package var seconds: Double
  /// Seconds of the first call of an honest client on a connection of its own while the attacker was still there; nil
  /// when none was answered.
  package var healthySeconds: Double?

  /// What became of one.
  package init(name: String, stop: String?, seconds: Double, healthySeconds: Double?) {
    self.name = name
    self.stop = stop
    self.seconds = seconds
    self.healthySeconds = healthySeconds
  }

  /// Whether the server stopped the assault and answered an honest client within a second meanwhile.
  package var isWithstood: Bool { stop != nil && (healthySeconds ?? .infinity) < 1 }

  /// One line for a person.
  package var line: String {
    let verdict = isWithstood ? "ok    " : "FAILED"
    let end = stop.map { "stopped after \(Self.text(seconds)): \($0)" } ?? "not stopped within \(Self.text(seconds))"
    let honest = healthySeconds.map { "an honest call took \(Self.text($0))" } ?? "an honest call is not answered"
    return "\(verdict) \(name): \(end); \(honest)"
  }

  private static func text(_ seconds: Double) -> String {
    seconds < 1 ? "\((seconds * 10_000).rounded() / 10) ms" : "\((seconds * 10).rounded() / 10) s"
  }
}
