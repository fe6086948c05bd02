public import EventLoop
internal import Synchronization

/// A way to one service, for any number of calls from any number of tasks.
///
/// It connects when the first call is made, and again, with back-off, when a connection is lost; a call that cannot be
/// made at all fails with the reason. Calls beyond the server's limit of concurrent streams wait for a place. When the
/// last reference to the channel is gone, its open calls may still finish. A loop that is given must outlive the channel
/// and its calls.
///
/// A channel on several loops is as many channels in one, each with connections of its own: a call is made on the loop
/// its task runs on, and from elsewhere on the loops in turn. A call made from a task that runs on the loop
/// (`Task(executorPreference: loop)`) changes no thread and takes no lock.
public final class Channel: Sendable {
  /// Where the channel leads.
  public let target: ChannelTarget
  let interceptors: [any ClientInterceptor]
  let limits: ChannelLimits
  private let cores: [ChannelCore]
  private let monitor: ConnectivityMonitor
  private let turn = Atomic<Int>(0)

  /// A channel to the target, on the given loop or on one of its own. It does not connect yet.
  /// - Throws: INVALID_ARGUMENT when a file with certificates or a key cannot be read, RESOURCE_EXHAUSTED when no loop
  ///   can be started.
  public convenience init(
    target: ChannelTarget, configuration: ChannelConfiguration = ChannelConfiguration(), loop: EventLoop? = nil
  ) throws(RPCError) {
    try self.init(target: target, configuration: configuration, loops: loop.map { [$0] } ?? [])
  }

  /// A channel to the target on these loops; without any, on one of its own. It does not connect yet.
  /// - Throws: as `init(target:configuration:loop:)`.
  public init(
    target: ChannelTarget, configuration: ChannelConfiguration = ChannelConfiguration(), loops: [EventLoop]
  ) throws(RPCError) {
    let recipe = try ConnectionRecipe(target)
    let own = loops.isEmpty ? [try Self.ownLoop()] : []
    let used = loops + own
    let monitor = ConnectivityMonitor(shards: used.count)
    self.target = target
    self.monitor = monitor
    interceptors = configuration.interceptors
    limits = configuration.limits
    cores = used.enumerated().map { index, loop in
      ChannelCore(recipe, configuration, loop: loop, ownsLoop: !own.isEmpty) { monitor.report($0, shard: index) }
    }
  }

  deinit {
    for core in cores { core.environment.loop.execute { core.retire() } }
  }

  /// Closes the channel: open calls fail with UNAVAILABLE, and so do those made later.
  public func close() {
    for core in cores { core.environment.loop.execute { core.close() } }
  }

  // MARK: Connectivity

  /// How the channel stands to its servers; of several loops, the best.
  public var state: ConnectivityState { monitor.current }

  /// The channel's state as soon as it is another than `last`, or when the task is cancelled. A state that lasts for a
  /// moment only may be missed.
  public func state(changedFrom last: ConnectivityState) async -> ConnectivityState {
    await monitor.change(from: last)
  }

  /// What has gone over the channel's connections so far. Any thread; it takes a lock or two for each loop and none of a
  /// call's.
  public var traffic: ChannelTraffic {
    cores.reduce(ChannelTraffic()) { $0.adding($1.traffic) }
  }

  /// Connects without waiting for a call.
  public func connect() {
    for core in cores { core.environment.loop.execute { core.connect() } }
  }

  /// The core for a call made here.
  var core: ChannelCore {
    if cores.count == 1 { return cores[0] }
    if let here = cores.first(where: { $0.environment.loop.isInLoop }) { return here }
    let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
    return cores[Int(UInt(bitPattern: number) % UInt(cores.count))]
  }

  /// The core on a loop; nil when the channel is not on it.
  func core(on loop: EventLoop) -> ChannelCore? { cores.first { $0.environment.loop === loop } }

  private static func ownLoop() throws(RPCError) -> EventLoop {
    do { return try EventLoop.spawn(name: "rpc-channel") } catch { throw .resourceExhausted("\(error)") }
  }
}
