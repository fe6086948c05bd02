internal import EventLoop

/// How calls begin: the interceptors and the credentials first, then the loop.
extension Channel {
  /// Makes a call with one request and one reply.
  func soleReply(
    _ method: MethodDescriptor, _ request: MessageFrame, _ given: CallOptions
  ) async throws(RPCError) -> SoleReplyParts {
    var options = given
    _ = try inherit(&options, method)
    let watch = try await isPlain(options) ? nil : admit(&options, method)
    let core = core
    let reply = SoleReply(core.environment.compressor)
    let call = ClientCall(
      method: method, soleRequest: request, options: options, receiver: reply, environment: core.environment,
      watch: watch)
    let result = await withTaskCancellationHandler {
      await ReplyWaiter.wait { waiter in
        if core.environment.loop.isInLoop { return core.admit(call, reply, waiter) }
        core.environment.loop.execute { core.admit(call, reply, waiter) }
      }
    } onCancel: {
      call.cancel()
    }
    return try result.get()
  }

  /// Begins a call with a stream in one direction at least; `soleRequest` is the request of a method that takes one.
  func stream(
    _ method: MethodDescriptor, _ soleRequest: MessageFrame?, _ given: CallOptions
  ) async throws(RPCError) -> StreamingCall {
    var options = given
    let parent = try inherit(&options, method)
    let watch = try await isPlain(options) ? nil : admit(&options, method)
    let core = core
    let replies = ReplyInbox(core.environment.compressor, loop: core.environment.loop)
    let call = ClientCall(
      method: method, soleRequest: soleRequest, options: options, receiver: replies, environment: core.environment,
      watch: watch)
    call.onLoop { core.admit(call) }
    parent?.onCancel { [weak call] in call?.cancel() }
    return StreamingCall(call, replies)
  }

  /// The present task's trace goes with the call; within a server's handler, what holds for that call holds for this one.
  /// Answers the call that handler serves.
  private func inherit(_ options: inout CallOptions, _ method: MethodDescriptor) throws(RPCError) -> ServerContext? {
    TraceHeaders.inject(into: &options.metadata)
    guard let parent = ServerContext.current else { return nil }
    guard !parent.isCancelled else {
      throw .cancelled("the call within which \(method.path) was to be called has been cancelled")
    }
    if let deadline = parent.deadline { options.deadline = min(options.deadline ?? deadline, deadline) }
    return parent
  }

  /// Whether nobody has to be asked before the call begins.
  private func isPlain(_ options: CallOptions) -> Bool { interceptors.isEmpty && options.credentials == nil }

  /// Lets the interceptors judge the call, and adds its credentials; answers who watches it from then on.
  private func admit(_ options: inout CallOptions, _ method: MethodDescriptor) async throws(RPCError) -> CallWatch {
    let context = ClientCallContext(method: method, target: target.description, options: options)
    let watch = CallWatch(interceptors, context)
    do throws(RPCError) {
      try await watch.begin()
      options = watch.context.options
      try await addCredentials(to: &options, method)
      return watch
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
