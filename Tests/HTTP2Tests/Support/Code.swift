/// The numbers of the error codes (RFC 9113 section 7).
enum Code {
  static let none: UInt32 = 0
  static let protocolError: UInt32 = 1
  static let flowControl: UInt32 = 3
  static let settingsTimeout: UInt32 = 4
  static let streamClosed: UInt32 = 5
  static let frameSize: UInt32 = 6
  static let refused: UInt32 = 7
  static let cancel: UInt32 = 8
  static let compression: UInt32 = 9
  static let calm: UInt32 = 11
}
