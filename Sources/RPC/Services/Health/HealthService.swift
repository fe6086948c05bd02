internal import Synchronization
internal import WireFormat

/// The standard health service, `grpc.health.v1.Health`. The empty name stands for the whole server.
public final class HealthService: HealthServer, DrainObserver {
  /// How a service stands.
  public typealias ServingStatus = HealthCheckResponse.ServingStatus

  private struct State {
    var statuses: [String: ServingStatus] = ["": .serving]
    var isDraining = false
    var version: UInt64 = 0
    var lastWaiter: UInt64 = 0
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  /// A health service that says SERVING of the whole server and knows no other.
  public init() {}

  /// Says how a service stands; those who watch are told. After the server has begun to drain everything stays
  /// NOT_SERVING.
  public func setStatus(service: String, _ status: ServingStatus) {
    change { $0.statuses[service] = $0.isDraining ? .notServing : status }
  }

  /// How a service stands; nil for one it was not told of.
  public func status(of service: String) -> ServingStatus? { state.withLock { $0.statuses[service] } }

  /// Says NOT_SERVING of everything from now on, and ends what watches.
  public func serverDrains() {
    change { state in
      state.isDraining = true
      for service in state.statuses.keys { state.statuses[service] = .notServing }
    }
  }

  /// How a service stands; NOT_FOUND for one it was not told of.
  public func check(
    _ request: HealthCheckRequest, context: ServerContext
  ) async throws -> Reply<HealthCheckResponse> {
    guard let status = state.withLock({ $0.statuses[request.service] }) else {
      throw RPCError.notFound("no health is known of the service \"\(request.service)\"")
    }
    return Reply(Self.response(status))
  }

  /// How every known service stands.
  public func list(_ request: HealthListRequest, context: ServerContext) async throws -> Reply<HealthListResponse> {
    var response = HealthListResponse()
    response.statuses = state.withLock { FieldMap($0.statuses).mapValues(Self.response) }
    return Reply(response)
  }

  /// How a service stands now and after every change; SERVICE_UNKNOWN for one it was not told of. Who only watches gives way
  /// where a new connection finds no room.
  public func watch(
    _ request: HealthCheckRequest, replies: ReplyWriter<HealthCheckResponse>, context: ServerContext
  ) async throws {
    context.mayGiveWay = true
    var last: ServingStatus?
    while true {
      let (status, version, isDraining) = state.withLock { state in
        (state.statuses[request.service] ?? .serviceUnknown, state.version, state.isDraining)
      }
      if status != last { try await replies.write(Self.response(status)) }
      last = status
      // A watch has no end of its own: without this one it would hold every drain up to its bound.
      guard !isDraining else { throw RPCError.unavailable("draining") }
      await change(after: version)
      try Task.checkCancellation()
    }
  }

  private static func response(_ status: ServingStatus) -> HealthCheckResponse {
    var response = HealthCheckResponse()
    response.status = status
    return response
  }

  private func change(_ body: (inout sending State) -> Void) {
    let waiters = state.withLock { state in
      body(&state)
      state.version += 1
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Suspends until something has changed since the version, or the task is cancelled.
  private func change(after version: UInt64) async {
    let id = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let waits = state.withLock { state in
          guard state.version == version, !Task.isCancelled else { return false }
          state.waiters[id] = waiter
          return true
        }
        if !waits { waiter.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }
}
