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

  private static func openssl(_ arguments: [String]) throws {
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    openssl.arguments = ["openssl"] + arguments
    openssl.standardError = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    guard openssl.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
