package import EventLoop
package import RPC

/// One turn of a run: a call to make, or a session to live through.
package struct Turn: Sendable {
  /// Its number from 0 within the run.
  package let number: Int
  /// When it was due.
  package let due: MonotonicTime
  /// Which of the lane's channels to use.
  let place: Int
  /// Where to report.
  package let lane: Lane
  private let ownChannel: Channel?

  /// A turn over one of the lane's channels.
  init(number: Int, due: MonotonicTime, place: Int, lane: Lane) {
    self.number = number
    self.due = due
    self.place = place
    self.lane = lane
    ownChannel = nil
  }

  /// The same turn over another channel.
  init(_ turn: Turn, channel: Channel) {
    number = turn.number
    due = turn.due
    place = turn.place
    lane = turn.lane
    ownChannel = channel
  }

  /// The channel to use.
  package var channel: Channel { ownChannel ?? lane.channels[place] }
}

/// What a run does again and again.
package protocol Workload: Sendable {
  /// PACKAGE.SERVICE/METHOD, for the report.
  var method: String { get }
  /// Messages of each stream; 0 for unary calls.
  var messages: Int { get }
  /// Does it once, on the lane's loop, and reports to the lane. It never throws: a failure is reported too.
  func run(_ turn: Turn) async
  /// Makes those who take turns on the lane, each one turn at a time; on the lane's loop.
  func takers(on lane: Lane) -> () -> any TurnTaker
}

extension Workload {
  /// Takers that run each turn in a task.
  package func takers(on lane: Lane) -> () -> any TurnTaker {
    { TaskTurns(self) }
  }
}

/// Whoever takes turns of a run, one after the other, on the lane's loop.
package protocol TurnTaker: AnyObject {
  /// Takes a turn and reports to the lane; `owner` is told of the end, once, in this call or later.
  func take(_ turn: Turn, for owner: any TurnOwner)
  /// No turns follow.
  func rest()
}

/// Whoever hands out turns, on the lane's loop.
package protocol TurnOwner: AnyObject, Sendable {
  /// A turn has ended.
  func ended(_ taker: any TurnTaker, failed: Bool)
}

/// Runs each turn in a task of its own.
final class TaskTurns: TurnTaker, @unchecked Sendable {
  private let workload: any Workload

  /// Turns of a workload.
  init(_ workload: any Workload) { self.workload = workload }

  func take(_ turn: Turn, for owner: any TurnOwner) {
    Task(executorPreference: turn.lane.loop) { [self] in
      let failures = turn.lane.failures
      await workload.run(turn)
      owner.ended(self, failed: turn.lane.failures > failures)
    }
  }

  func rest() {}
}

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
