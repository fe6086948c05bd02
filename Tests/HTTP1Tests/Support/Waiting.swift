import EventLoop
import Glibc

/// Runs a test's body on a thread of its own, where it may wait for sockets.
func withRaw(_ body: () throws -> Void) async throws {
  let thread = try EventLoop.spawn(name: "raw")
  defer { thread.shutdown() }
  try await withTaskExecutorPreference(thread) { () async throws in try body() }
}

/// Waits on a thread of its own until a condition holds, a minute at most.
func untilTrue(_ condition: () -> Bool) {
  for _ in 0..<60_000 where !condition() { usleep(1000) }
}
