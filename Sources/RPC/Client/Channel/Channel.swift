public import EventLoop

/// A way to one server, for any number of calls from any number of tasks.
///
/// It connects when the first call is made, and again, with back-off, when the connection is lost; a call that cannot
/// be made at all fails with the reason. Calls beyond the server's limit of concurrent streams wait for a place. When
/// the last reference to the channel is gone, its open calls may still finish. A loop that is given must outlive the
/// channel and its calls.
public final class Channel: Sendable {
  private let core: ChannelCore
  private let loop: EventLoop
  private let limits: ChannelLimits

  /// A channel to the target, on the given loop or on one of its own. It does not connect yet.
  /// - Throws: INVALID_ARGUMENT when the file with the certificates cannot be read, RESOURCE_EXHAUSTED when no loop can
  ///   be started.
  public init(
    target: ChannelTarget, configuration: ChannelConfiguration = ChannelConfiguration(), loop: EventLoop? = nil
  ) throws(RPCError) {
    let recipe = try ConnectionRecipe(target)
    if let loop { self.loop = loop } else { self.loop = try Self.ownLoop() }
    limits = configuration.limits
    core = ChannelCore(recipe: recipe, configuration: configuration, loop: self.loop, ownsLoop: loop == nil)
  }

  deinit {
    let core = core
    loop.execute { core.retire() }
  }

  /// Closes the channel: open calls fail with UNAVAILABLE, and so do those made later.
  public func close() {
    loop.execute { [core] in core.close(.unavailable("the channel has been closed")) }
  }

  /// Starts a call; `soleRequest` is the request of a method that takes one.
  func start(_ method: MethodDescriptor, soleRequest: MessageFrame?, options: CallOptions) -> any ClientCallPort {
    let call = ClientCall(method: method, soleRequest: soleRequest, options: options, loop: loop, limits: limits)
    loop.execute { [core] in core.admit(call) }
    return call
  }

  private static func ownLoop() throws(RPCError) -> EventLoop {
    do { return try EventLoop.spawn(name: "rpc-channel") } catch { throw .resourceExhausted("\(error)") }
  }
}
