/// Frames written compactly, so that chance hits the meaning of frames and not their lengths.
///
/// A step is an operation, a byte of flags, a stream and a length, and so many bytes of payload. An operation (modulo 32)
/// is the type of a frame, but for 16 (bytes as they are), 17 (time goes by), 18 (a request) and 19 to 31 (HEADERS of a list of fields).
enum SessionStep {
  /// Bytes from the peer, as a rule a frame.
  case input([UInt8])
  /// The clock goes on by so many seconds.
  case wait(seconds: Int)
  /// This end opens a stream (clients).
  case open(script: UInt8)

  /// The next step of an input.
  static func next(_ cursor: inout InputCursor) -> SessionStep {
    let (operation, flags) = (cursor.byte() & 31, cursor.byte())
    switch operation {
    case 16: return .input(cursor.bytes(Int(flags)))
    case 17: return .wait(seconds: Int(flags))
    case 18: return .open(script: flags)
    case 19...: return .input(headers(flags, &cursor))
    default:
      let (stream, length) = (cursor.byte(), Int(cursor.byte()))
      return .input(frame(operation, flags, stream: stream, cursor.bytes(length)))
    }
  }

  private static func headers(_ flags: UInt8, _ cursor: inout InputCursor) -> [UInt8] {
    let (stream, count) = (cursor.byte(), Int(cursor.byte() & 15))
    return HeaderBlocks.frame(flags, stream: stream, choices: cursor.bytes(count))
  }

  /// The bytes of a frame.
  static func frame(_ type: UInt8, _ flags: UInt8, stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
    [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), type, flags, 0, 0, 0, stream] + payload
  }
}
