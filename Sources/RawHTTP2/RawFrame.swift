/// A frame as it is on the wire (RFC 9113 section 4.1).
package struct RawFrame: CustomStringConvertible, Sendable {
  /// The numbers of the frame types (RFC 9113 section 6).
  package enum Kind {
    package static let data: UInt8 = 0
    package static let headers: UInt8 = 1
    package static let priority: UInt8 = 2
    package static let reset: UInt8 = 3
    package static let settings: UInt8 = 4
    package static let pushPromise: UInt8 = 5
    package static let ping: UInt8 = 6
    package static let goAway: UInt8 = 7
    package static let windowUpdate: UInt8 = 8
    package static let continuation: UInt8 = 9
  }

  /// The bits of the flags.
  package enum Flag {
    package static let endStream: UInt8 = 1
    package static let ack: UInt8 = 1
    package static let endHeaders: UInt8 = 4
    package static let padded: UInt8 = 8
    package static let priority: UInt8 = 32
  }

  package let type: UInt8
  package let flags: UInt8
  package let stream: UInt32
  package let payload: [UInt8]

  package init(type: UInt8, flags: UInt8, stream: UInt32, payload: [UInt8]) {
    self.type = type
    self.flags = flags
    self.stream = stream
    self.payload = payload
  }

  package var description: String { "type \(type) flags \(flags) stream \(stream), \(payload.count) bytes" }

  /// Whether the sender's direction of the stream ends here.
  package var endsStream: Bool { (type == Kind.data || type == Kind.headers) && flags & Flag.endStream != 0 }

  /// The 32-bit number at `offset`; 0 beyond the end.
  package func number(at offset: Int) -> UInt32 {
    guard offset + 4 <= payload.count else { return 0 }
    return payload[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The frame's bytes.
  package var bytes: [UInt8] { Self.encode(type, flags, stream, payload) }

  /// The bytes of a frame; `length` in the header may differ from that of the payload.
  package static func encode(
    _ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8], length: Int? = nil
  ) -> [UInt8] {
    let length = length ?? payload.count
    let head = [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags]
    return head + number(stream) + payload
  }

  /// A 32-bit number in network order.
  package static func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  /// One entry of a SETTINGS payload.
  package static func setting(_ id: UInt16, _ value: UInt32) -> [UInt8] {
    [UInt8(id >> 8), UInt8(id & 255)] + number(value)
  }
}
