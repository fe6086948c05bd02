/// Why a stream was reset or a connection ended (RFC 9113 section 7).
public struct ErrorCode: Sendable, Hashable, CustomStringConvertible {
  /// The number on the wire. Numbers without a name here are legal and mean `internalError`.
  public let rawValue: UInt32

  /// The code with this number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// 0: not an error; the stream or connection is simply over.
  public static let noError = ErrorCode(rawValue: 0)
  /// 1: the peer broke the protocol.
  public static let protocolError = ErrorCode(rawValue: 1)
  /// 2: this end failed.
  public static let internalError = ErrorCode(rawValue: 2)
  /// 3: the peer sent more than the window allowed.
  public static let flowControlError = ErrorCode(rawValue: 3)
  /// 4: SETTINGS were not acknowledged in time.
  public static let settingsTimeout = ErrorCode(rawValue: 4)
  /// 5: a frame arrived on a half-closed stream.
  public static let streamClosed = ErrorCode(rawValue: 5)
  /// 6: a frame had a length its type does not allow.
  public static let frameSizeError = ErrorCode(rawValue: 6)
  /// 7: the stream was refused before any work was done on it; it may be tried again.
  public static let refusedStream = ErrorCode(rawValue: 7)
  /// 8: the stream is not needed any more.
  public static let cancel = ErrorCode(rawValue: 8)
  /// 9: header compression broke.
  public static let compressionError = ErrorCode(rawValue: 9)
  /// 10: the connection made for a CONNECT request failed.
  public static let connectError = ErrorCode(rawValue: 10)
  /// 11: the peer behaves in a way that costs too much.
  public static let enhanceYourCalm = ErrorCode(rawValue: 11)
  /// 12: the TLS properties do not suffice.
  public static let inadequateSecurity = ErrorCode(rawValue: 12)
  /// 13: HTTP/1.1 is required.
  public static let http11Required = ErrorCode(rawValue: 13)

  private static let names = [
    "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
    "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
  ]

  /// The name of RFC 9113, or the number.
  public var description: String {
    Int(rawValue) < Self.names.count ? Self.names[Int(rawValue)] : "error code \(rawValue)"
  }
}
