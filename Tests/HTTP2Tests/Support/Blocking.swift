import EventLoop

/// Runs a test's body on a thread of its own, where it may wait for sockets without holding up other tests.
func blocking<R>(_ body: () async throws -> R) async throws -> R {
  let thread = try EventLoop.spawn(name: "raw")
  defer { thread.shutdown() }
  return try await withTaskExecutorPreference(thread) { try await body() }
}
