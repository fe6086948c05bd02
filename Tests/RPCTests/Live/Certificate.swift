import Foundation

/// A throw-away certificate for `localhost` and 127.0.0.1, made by the `openssl` command for one run of the tests.
struct Certificate: Sendable {
  let certificate: String
  let key: String

  /// The certificate all tests share.
  static let shared = Result { try Certificate(directory: temporaryDirectory()) }

  /// A certificate nobody trusts.
  static let foreign = Result { try Certificate(directory: temporaryDirectory()) }

  /// A certificate for another name.
  static let otherName = Result { try Certificate(directory: temporaryDirectory(), name: "elsewhere.test") }

  /// A certificate that was valid until yesterday.
  static let expired = Result { try Certificate(expiredIn: temporaryDirectory()) }

  /// A new directory under the system's temporary one.
  static func temporaryDirectory() throws -> String {
    let path = NSTemporaryDirectory() + "rpc-tests-" + String(UInt64.random(in: .min ... .max), radix: 36)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private init(directory: String, name: String = "localhost") throws {
    certificate = directory + "/certificate.pem"
    key = directory + "/key.pem"
    try Self.openssl([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name),IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
  }

  private init(expiredIn directory: String) throws {
    certificate = directory + "/certificate.pem"
    key = directory + "/key.pem"
    let (request, names) = (directory + "/request.pem", directory + "/names")
    try Data("subjectAltName=DNS:localhost\n".utf8).write(to: URL(fileURLWithPath: names))
    try Self.openssl([
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout", key,
      "-out", request,
    ])
    try Self.openssl([
      "x509", "-req", "-in", request, "-signkey", key, "-days", "-1", "-extfile", names, "-out", certificate,
    ])
  }

  /// Foundation's `Process` reads past the end of its list when the process has very many descriptors, as here, where
  /// all tests run at once.
  private static func openssl(_ arguments: [String]) throws {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var words = (["openssl"] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    var status: Int32 = 0
    guard posix_spawnp(&process, "openssl", &files, nil, &words, environ) == 0,
      waitpid(process, &status, 0) == process, status == 0
    else { throw CocoaError(.fileWriteUnknown) }
  }
}
