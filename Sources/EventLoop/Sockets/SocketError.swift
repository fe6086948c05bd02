internal import Glibc

/// A system call on a socket that failed: which, on what, and the system's reason.
public struct SocketError: Error, Hashable, CustomStringConvertible {
  /// What was attempted, for example `bind 127.0.0.1:443`.
  public let operation: String
  /// The system's error number (`errno`), or 0 when the reason is not the system's.
  public let code: Int32
  /// The reason in words.
  public let reason: String

  /// An error of the system call that set `code`.
  public init(_ operation: String, code: Int32) {
    self.operation = operation
    self.code = code
    self.reason = SystemText.describe(code)
  }

  /// An error with a reason of its own, not the system's.
  public init(_ operation: String, reason: String) {
    self.operation = operation
    self.code = 0
    self.reason = reason
  }

  /// Whether a name could not be resolved.
  public var isOfResolution: Bool { operation.hasPrefix("resolve ") }
  /// Whether it took too long.
  public var isTimeout: Bool { code == ETIMEDOUT }

  /// Operation and reason.
  public var description: String { "\(operation): \(reason)" }
}

/// The system's words for its error numbers.
enum SystemText {
  static func describe(_ code: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress, unsafe strerror_r(code, base, buffer.count) == 0 else {
        return "error \(code)"
      }
      return unsafe String(cString: base)
    }
  }
}
