internal import CNghttp2

/// The text of header fields that come again and again on a connection.
///
/// A field of the compression tables is handed over in the same reference-counted buffer each time. Its text is made
/// once and kept with the buffer, whose address so belongs to no other meanwhile. A few dozen short texts at most.
@safe struct FieldCache: ~Copyable {
  @safe private struct Slot {
    let buffer: OpaquePointer?
    let text: String
  }

  private static let capacity = 32
  /// Longer texts are not kept: a peer could have the connection hold much memory by them.
  private static let longest = 128
  private var slots: [Slot] = []

  /// The text of a buffer, nil when it is not valid UTF-8. `keeps` says whether it may come again.
  @unsafe mutating func text(of buffer: OpaquePointer, keeps: Bool) -> String? {
    let index = unsafe Self.index(of: buffer)
    if index < slots.count, unsafe slots[index].buffer == buffer { return slots[index].text }
    let bytes = unsafe nghttp2_rcbuf_get_buf(buffer)
    let made = unsafe FieldText.string(UnsafeBufferPointer(start: bytes.base, count: bytes.len))
    if keeps, let made, unsafe bytes.len <= Self.longest { unsafe keep(made, buffer, index) }
    return made
  }

  private static func index(of buffer: OpaquePointer) -> Int {
    // The allocator's addresses are multiples of 16.
    let address = UInt(bitPattern: buffer)
    return Int(truncatingIfNeeded: address >> 4 ^ address >> 10) & (capacity - 1)
  }

  private mutating func keep(_ text: String, _ buffer: OpaquePointer, _ index: Int) {
    if slots.isEmpty { slots = unsafe [Slot](repeating: Slot(buffer: nil, text: ""), count: Self.capacity) }
    if let old = unsafe slots[index].buffer { unsafe nghttp2_rcbuf_decref(old) }
    unsafe nghttp2_rcbuf_incref(buffer)
    slots[index] = unsafe Slot(buffer: buffer, text: text)
  }

  deinit {
    for slot in slots { if let buffer = unsafe slot.buffer { unsafe nghttp2_rcbuf_decref(buffer) } }
  }
}
