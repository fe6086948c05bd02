internal import EventLoop

/// How calls begin: the interceptors and the credentials first, then the loop.
extension Channel {
  /// Makes a call with one request and one reply.
  func soleReply(
    _ method: MethodDescriptor, _ request: MessageFrame, _ options: CallOptions
  ) async throws(RPCError) -> SoleReplyParts {
    let started = try await prepare(method, options)
    let core = core
    let reply = SoleReply(core.environment.compressor)
    let call = started.call(method, request, reply, core)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        call.onLoop {
          reply.wait(waiter)
          core.admit(call)
        }
      }
    } onCancel: {
      call.cancel()
    }
    return try result.get()
  }

  /// Begins a call with a stream in one direction at least; `soleRequest` is the request of a method that takes one.
  func stream(
    _ method: MethodDescriptor, _ soleRequest: MessageFrame?, _ options: CallOptions
  ) async throws(RPCError) -> StreamingCall {
    let started = try await prepare(method, options)
    let core = core
    let replies = ReplyInbox(core.environment.compressor, loop: core.environment.loop)
    let call = started.call(method, soleRequest, replies, core)
    call.onLoop { core.admit(call) }
    started.parent?.onCancel { [weak call] in call?.cancel() }
    return StreamingCall(call, replies)
  }

  /// The present task's trace goes with the call; within a server's handler, what holds for that call holds for this one.
  private func prepare(_ method: MethodDescriptor, _ given: CallOptions) async throws(RPCError) -> StartedCall {
    var options = given
    TraceHeaders.inject(into: &options.metadata)
    guard let parent = ServerContext.current else { return try await admitted(method, options) }
    guard !parent.isCancelled else {
      throw .cancelled("the call within which \(method.path) was to be called has been cancelled")
    }
    if let deadline = parent.deadline { options.deadline = min(options.deadline ?? deadline, deadline) }
    var started = try await admitted(method, options)
    started.parent = parent
    return started
  }

  /// Lets the interceptors judge the call, and adds its credentials.
  private func admitted(_ method: MethodDescriptor, _ options: CallOptions) async throws(RPCError) -> StartedCall {
    if interceptors.isEmpty, options.credentials == nil { return StartedCall(options: options, watch: nil) }
    let context = ClientCallContext(method: method, target: target.description, options: options)
    let watch = CallWatch(interceptors, context)
    do throws(RPCError) {
      try await watch.begin()
      var options = watch.context.options
      try await addCredentials(to: &options, method)
      return StartedCall(options: options, watch: watch)
    } catch {
      watch.finish(refused: error)
      throw error
    }
  }

  private func addCredentials(to options: inout CallOptions, _ method: MethodDescriptor) async throws(RPCError) {
    guard let credentials = options.credentials else { return }
    guard target.isPrivate else {
      throw .unauthenticated("call credentials are sent over TLS only, and the channel to \(target) is plaintext")
    }
    options.metadata.append(contentsOf: try await credentials.provider(method, target.authority))
  }
}

/// A call whose interceptors have let it pass.
struct StartedCall {
  let options: CallOptions
  let watch: CallWatch?
  /// The call of a server within whose handler this one is made.
  var parent: ServerContext?

  /// The call, not yet on its loop.
  func call(
    _ method: MethodDescriptor, _ request: MessageFrame?, _ receiver: any ReplyReceiver, _ core: ChannelCore
  ) -> ClientCall {
    let call = ClientCall(
      method: method, soleRequest: request, options: options, receiver: receiver, environment: core.environment,
      started: core.environment.loop.now)
    call.watch = watch
    return call
  }
}
