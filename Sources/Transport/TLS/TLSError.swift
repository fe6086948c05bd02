internal import COpenSSL
internal import Glibc

/// A TLS context that could not be made.
public struct TLSError: Error, Hashable, CustomStringConvertible {
  /// What was attempted, with the file it concerns.
  public let operation: String
  /// The library's reason.
  public let reason: String

  /// Operation and reason.
  public var description: String { "\(operation): \(reason)" }

  /// An error with the oldest reason in OpenSSL's queue for this thread, which is emptied.
  static func latest(_ operation: String) -> TLSError {
    TLSError(operation: operation, reason: TLSErrorQueue.drain() ?? "unknown reason")
  }
}

/// OpenSSL's per-thread queue of errors.
enum TLSErrorQueue {
  /// Set in the code of an error that came from the system; the rest is its `errno`.
  private static let systemFlag: UInt = 0x8000_0000

  /// The oldest reason, after which the queue is empty; nil when it was.
  static func drain() -> String? {
    let code = ERR_get_error()
    guard code != 0 else { return nil }
    ERR_clear_error()
    if UInt(code) & systemFlag != 0 {
      return unsafe String(cString: strerror(Int32(truncatingIfNeeded: UInt(code) & ~systemFlag)))
    }
    let alert = copenssl_alert(code)
    if alert >= 0 { return "the peer sent the alert \(name(of: alert))" }
    return unsafe copenssl_error_reason(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// OpenSSL 3.0 calls alerts of TLS 1.3 "unknown" (RFC 8446 section 6).
  private static func name(of alert: Int32) -> String {
    if alert == 116 { return "\"certificate required\"" }
    guard let words = unsafe SSL_alert_desc_string_long(alert) else { return "\(alert)" }
    let text = unsafe String(cString: words)
    return text == "unknown" ? "\(alert)" : "\"\(text)\""
  }
}
