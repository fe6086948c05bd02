import Glibc
import HTTP2
import Testing
import Transport
internal import Transport

extension Attack {
  /// All of them, in the order of the documentation.
  static let all: [Attack] = [
    rapidReset, madeYouReset, continuationFlood, hpackBomb, fieldBomb, settingsFlood, settingsAnswerFlood, windowChurn,
    pingFlood, pingAnswerFlood, priorityFlood, unknownFrames, windowUpdateFlood, emptyData, tinyData, zeroWindow,
    drippingWindow, deafPeer, outputQueue, slowPreface, slowHeaders, slowMessage, glitches, badHeaders, pseudoHeaders,
    badPath, tooManyStreams, tooManyConnections, slowHandshake, oldTLS, noALPN, renegotiation, deadPeer,
  ]
}

@Suite("The table of attacks", .timeLimit(.minutes(2)))
struct AttackTableTests {
  @Test("every attack has a name of its own and a bound that is on by default")
  func complete() {
    let rows = Attack.all.map { "\($0.name)\t\($0.bound(.server))\t\($0.counter.rawValue)" }
    #expect(Set(Attack.all.map(\.name)).count == rows.count)
    #expect(rows.allSatisfy { !$0.contains("none\t") })
    write(rows)
  }

  /// Where `SPOTS_ATTACK_TABLE` names a file, the table is written there for the documentation: attack, default,
  /// counter, separated by tabs.
  private func write(_ rows: [String]) {
    guard let path = getenv("SPOTS_ATTACK_TABLE"), let file = fopen(String(cString: path), "w") else { return }
    defer { fclose(file) }
    for row in rows { fputs(row + "\n", file) }
  }
}
