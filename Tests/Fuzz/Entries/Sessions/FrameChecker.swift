/// Looks at what a session sends: whole frames of lengths a peer must take, with a client's preface before them.
struct FrameChecker {
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  /// Whether the sender is a client.
  var isClient = false
  /// The first thing that is wrong.
  private(set) var fault: String?
  private var pending: [UInt8] = []
  private var isBegun = false

  /// Takes output in the order it is sent.
  mutating func take(_ bytes: [UInt8]) {
    pending += bytes
    if !isBegun, isClient, pending.count >= Self.preface.count {
      if !pending.starts(with: Self.preface) { fault = "a client began without the preface" }
      pending.removeFirst(Self.preface.count)
    }
    isBegun = true
    while pending.count >= 9 {
      let length = Int(pending[0]) << 16 | Int(pending[1]) << 8 | Int(pending[2])
      if length > 16_384 { fault = "a frame of \(length) bytes was sent" }
      guard pending.count >= 9 + length else { return }
      pending.removeFirst(9 + length)
    }
  }
}
