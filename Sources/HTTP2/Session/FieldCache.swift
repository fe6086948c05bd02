internal import CNghttp2
internal import Glibc

/// The text of header fields that come again and again on a connection.
///
/// A field of the compression tables is handed over in the same reference-counted buffer each time. Its text is made
/// once and kept with the buffer, whose address so belongs to no other meanwhile. Other fields come in a new buffer each
/// time, though often with the same text, as `:path` does; of those a few are found by what they say. A few dozen short
/// texts at most.
///
/// A class, so that asking it is no access to its session that must be guarded.
@safe final class FieldCache {
  @safe private struct Slot {
    let buffer: OpaquePointer?
    let text: String
  }

  private static let capacity = 32
  /// Longer texts are not kept: a peer could have the connection hold much memory by them.
  private static let longest = 128
  /// Shorter ones are no allocation.
  private static let shortestRecurring = 16
  private var slots: [Slot] = []
  private var recurring: [String] = []

  /// The text of a buffer, nil when it is not valid UTF-8. `keeps` says whether it may come again.
  @unsafe func text(of buffer: OpaquePointer, keeps: Bool) -> String? {
    let index = unsafe Self.index(of: buffer)
    if index < slots.count, unsafe slots[index].buffer == buffer { return slots[index].text }
    let bytes = unsafe nghttp2_rcbuf_get_buf(buffer)
    let content = unsafe UnsafeBufferPointer(start: bytes.base, count: bytes.len)
    guard keeps, content.count <= Self.longest else { return unsafe FieldText.string(content) }
    if let known = unsafe recurringText(content) { return known }
    let made = unsafe FieldText.string(content)
    if let made { unsafe keep(made, buffer, index) }
    return made
  }

  /// The text of an earlier field that said the same.
  private func recurringText(_ content: UnsafeBufferPointer<UInt8>) -> String? {
    guard !recurring.isEmpty, content.count >= Self.shortestRecurring, let start = content.baseAddress else {
      return nil
    }
    let text = recurring[unsafe Self.place(of: UnsafeRawBufferPointer(content))]
    let isSame = unsafe text.utf8.span.withUnsafeBytes { bytes in
      guard let known = bytes.baseAddress, bytes.count == content.count else { return false }
      return unsafe memcmp(known, start, bytes.count) == 0
    }
    return isSame ? text : nil
  }

  private static let places = 8

  private static func place(of content: UnsafeRawBufferPointer) -> Int {
    let end = unsafe content.loadUnaligned(fromByteOffset: content.count - 8, as: UInt64.self)
    let mixed = (end ^ UInt64(content.count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 61)
  }

  private static func index(of buffer: OpaquePointer) -> Int {
    // The allocator's addresses are multiples of 16.
    let address = UInt(bitPattern: buffer)
    return Int(truncatingIfNeeded: address >> 4 ^ address >> 10) & (capacity - 1)
  }

  private func keep(_ text: String, _ buffer: OpaquePointer, _ index: Int) {
    if slots.isEmpty { slots = unsafe [Slot](repeating: Slot(buffer: nil, text: ""), count: Self.capacity) }
    if let old = unsafe slots[index].buffer { unsafe nghttp2_rcbuf_decref(old) }
    unsafe nghttp2_rcbuf_incref(buffer)
    slots[index] = unsafe Slot(buffer: buffer, text: text)
    guard text.utf8.count >= Self.shortestRecurring else { return }
    if recurring.isEmpty { recurring = Array(repeating: "", count: Self.places) }
    let place = unsafe text.utf8.span.withUnsafeBytes { unsafe Self.place(of: $0) }
    recurring[place] = text
  }

  deinit {
    for slot in slots { if let buffer = unsafe slot.buffer { unsafe nghttp2_rcbuf_decref(buffer) } }
  }
}
