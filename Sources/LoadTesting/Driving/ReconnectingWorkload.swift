package import RPC

/// A new connection for every turn: what a server sees when all its clients come back at once. Times include the
/// handshake.
package struct ReconnectingWorkload: Workload {
  private let inner: any Workload
  private let target: ChannelTarget

  package var method: String { inner.method }
  package var messages: Int { inner.messages }

  /// Does what `inner` does, each time over a connection of its own.
  package init(_ inner: any Workload, target: ChannelTarget) {
    self.inner = inner
    self.target = target
  }

  /// Connects, does it once and closes.
  package func run(_ turn: Turn) async {
    do {
      let channel = try Channel(target: target, loop: turn.lane.loop)
      await inner.run(Turn(turn, channel: channel))
      turn.lane.add(channel.traffic)
      channel.close()
    } catch {
      var times = CallTimes(due: turn.due)
      times.finish(CallEnd(any: error))
      turn.lane.record(times)
    }
  }
}
