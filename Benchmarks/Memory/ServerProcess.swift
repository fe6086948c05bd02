import Glibc
import RawHTTP2

/// This program as a server in a process of its own.
final class ServerProcess {
  let port: UInt16
  private let id: pid_t
  private let input: Int32

  init() throws {
    let identity = try RawIdentity()
    var toServer: [Int32] = [0, 0]
    var fromServer: [Int32] = [0, 0]
    guard pipe(&toServer) == 0, pipe(&fromServer) == 0 else { throw RawFailure("no pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, toServer[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromServer[1], 1)
    for end in [toServer[1], fromServer[0]] { posix_spawn_file_actions_addclose(&actions, end) }
    defer { posix_spawn_file_actions_destroy(&actions) }
    let program = "/proc/self/exe"
    let words = [program, "--serve", identity.certificatePath, identity.keyPath]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { word in strdup(word) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var started = pid_t()
    guard posix_spawn(&started, program, &actions, nil, &arguments, environ) == 0 else { throw RawFailure("no server") }
    for end in [toServer[0], fromServer[1]] { close(end) }
    id = started
    input = toServer[1]
    guard let file = fdopen(fromServer[0], "r"), let line = Self.line(file), let port = UInt16(line) else {
      throw RawFailure("the server names no port")
    }
    self.port = port
  }

  private static func line(_ file: UnsafeMutablePointer<FILE>) -> String? {
    var buffer = [CChar](repeating: 0, count: 64)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    return String(decoding: buffer.prefix { $0 > 32 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Its resident memory, after it has had time to do what was asked of it.
  func residentBytes() throws -> Int {
    sleep(3)
    guard let file = fopen("/proc/\(id)/statm", "r") else { throw RawFailure("the server is gone") }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 256)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { throw RawFailure("no memory figures") }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw RawFailure("no memory figures")
    }
    return pages * Int(getpagesize())
  }

  func end() {
    close(input)
    var status: Int32 = 0
    waitpid(id, &status, 0)
  }
}
