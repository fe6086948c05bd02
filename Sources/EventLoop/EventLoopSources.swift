/// What calls a loop's owner back: descriptors, timers and the end of a pass. All of it on the loop only.
extension EventLoop {
  /// Calls `handler` whenever `descriptor` is ready for something in `interest`. The loop keeps the handler.
  ///
  /// `isShared` is for listeners that several loops wait for: an event wakes some of the loops, not all. The interest
  /// of a shared descriptor cannot be updated.
  public func register(
    _ descriptor: Int32, interest: Readiness, handler: any ReadinessHandler, isShared: Bool = false
  ) throws(SocketError) {
    assert(isInLoop)
    let token = registrations.insert(handler, for: descriptor)
    do { try poller.add(descriptor, interest, token: token, isShared: isShared) } catch {
      _ = registrations.remove(descriptor)
      throw error
    }
  }

  /// Changes what a registered descriptor waits for.
  public func update(_ descriptor: Int32, interest: Readiness) throws(SocketError) {
    assert(isInLoop)
    guard registrations.contains(descriptor) else {
      throw SocketError("update descriptor \(descriptor)", reason: "it is not registered with the loop")
    }
    try poller.modify(descriptor, interest, token: registrations.token(for: descriptor))
  }

  /// Forgets a descriptor and lets its handler go. Call it before closing the descriptor.
  public func deregister(_ descriptor: Int32) {
    assert(isInLoop)
    guard registrations.contains(descriptor) else { return }
    let handler = registrations.remove(descriptor)
    poller.remove(descriptor)
    withExtendedLifetime(handler) {}
  }

  /// Calls `hook` once at the end of this pass, or of the next when asked for by a hook.
  public func afterPass(_ hook: any PassHook) {
    assert(isInLoop)
    hooks.append(hook)
  }

  /// Runs `work` at the first pass not before `due`.
  @discardableResult
  public func schedule(at due: MonotonicTime, _ work: @escaping () -> Void) -> TimerID {
    assert(isInLoop)
    return timers.insert(due: due, work)
  }

  /// Calls `target`, which the loop keeps until then, at the first pass not before `due`.
  @discardableResult
  public func schedule(at due: MonotonicTime, _ target: any TimerTarget) -> TimerID {
    assert(isInLoop)
    return timers.insert(due: due, .target(target))
  }

  /// Runs `work` once `delay` has passed.
  @discardableResult
  public func schedule(after delay: Duration, _ work: @escaping () -> Void) -> TimerID {
    schedule(at: passTime + delay, work)
  }

  /// Drops a timer; one that has fired is no matter.
  public func cancel(_ timer: TimerID) {
    assert(isInLoop)
    _ = timers.remove(timer)
  }
}
