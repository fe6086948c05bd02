import Cryptography
import Glibc
import Testing

/// At `exit` other threads may still use the library.
@Suite("the end of the process", .timeLimit(.minutes(1)))
struct LibraryExitTests {
  @Test("leaves the library's tables to the system, so that threads that still use them go on")
  func tablesStay() async {
    await #expect(processExitsWith: .exitCode(7)) {
      // It runs after what the library would register at its first use, which follows.
      atexit { _exit((try? HMACSHA256.code(for: [1], key: [2])) == nil ? 1 : 7) }
      _ = try HMACSHA256.code(for: [1], key: [2])
      exit(0)
    }
  }
}
