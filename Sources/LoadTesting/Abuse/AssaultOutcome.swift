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
