internal import CNghttp2
internal import Transport

/// The Huffman-coded values that a peer has sent last, and of those it has sent twice, what they say.
///
/// Of one connection only: what one peer has shown must not be found out by another.
struct KnownLiterals {
  /// Longer values, coded, are not kept.
  static let mostBytes = 2048
  /// How many are kept: a method's path, a key, and two more.
  static let most = 4

  private struct Literal {
    var coded: [UInt8]
    /// Empty until it is known.
    var plain: [UInt8] = []
  }

  /// The one that came last is the first.
  private var literals: [Literal] = []

  /// The value as a string that is not coded, with its length; nil when it is not known yet. `text` is the value with its
  /// length as it came. Compared in a time that does not tell how much of it is alike.
  mutating func plain(of text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let place = unsafe place(of: text) else {
      unsafe keep(text)
      return nil
    }
    if place > 0 { literals.swapAt(place, 0) }
    if literals[0].plain.isEmpty { literals[0].plain = Self.decoded(literals[0].coded) ?? [] }
    return literals[0].plain.isEmpty ? nil : literals[0].plain
  }

  /// Forgets all of them.
  mutating func removeAll() {
    if !literals.isEmpty { literals = [] }
  }

  private func place(of text: UnsafeRawBufferPointer) -> Int? {
    for place in literals.indices {
      let isSame = unsafe literals[place].coded.withUnsafeBytes { unsafe SecretBytes.areEqual($0, text) }
      if isSame { return place }
    }
    return nil
  }

  private mutating func keep(_ text: UnsafeRawBufferPointer) {
    guard text.count <= Self.mostBytes else { return }
    if literals.count == Self.most { literals.removeLast() }
    unsafe literals.insert(Literal(coded: Array(text)), at: 0)
  }

  /// The string without its code; nil when it breaks the code's rules, which the library sees to where it reads it.
  private static func decoded(_ coded: [UInt8]) -> [UInt8]? {
    var inflater: OpaquePointer?
    guard unsafe nghttp2_hd_inflate_new(&inflater) == 0, let inflater = unsafe inflater else { return nil }
    defer { unsafe nghttp2_hd_inflate_del(inflater) }
    // A literal that is never indexed, with a name of its own: "a".
    let block: [UInt8] = [0x10, 1, UInt8(ascii: "a")] + coded
    var field = unsafe nghttp2_nv()
    var flags: Int32 = 0
    let taken = unsafe nghttp2_hd_inflate_hd2(inflater, &field, &flags, block, block.count, 1)
    guard taken == block.count, UInt32(flags) & NGHTTP2_HD_INFLATE_EMIT.rawValue != 0 else { return nil }
    let value = unsafe UnsafeRawBufferPointer(start: field.value, count: field.valuelen)
    return unsafe length(value.count) + Array(value)
  }

  /// The length of a string that is not coded (RFC 7541 sections 5.1 and 5.2).
  private static func length(_ count: Int) -> [UInt8] {
    guard count >= 127 else { return [UInt8(count)] }
    var bytes: [UInt8] = [127]
    var rest = count - 127
    while rest >= 128 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
