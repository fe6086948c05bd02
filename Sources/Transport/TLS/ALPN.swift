internal import COpenSSL

/// The negotiation of `h2` (RFC 7301).
enum ALPN {
  /// The protocol list a client offers: one name, preceded by its length.
  static let offer: [UInt8] = [2, 0x68, 0x32]

  /// Makes a server's context choose `h2` and end handshakes with clients that do not offer it.
  static func require(_ context: TLSContext) {
    unsafe SSL_CTX_set_alpn_select_cb(
      context.pointer,
      { _, chosen, length, offered, count, _ in
        unsafe ALPN.select(chosen, length, offered, count)
      }, nil)
  }

  private static func select(
    _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ offeredLength: UInt32
  ) -> Int32 {
    guard let chosen = unsafe chosen, let length = unsafe length, let offered = unsafe offered else {
      return SSL_TLSEXT_ERR_ALERT_FATAL
    }
    var rest = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredLength))[...]
    while let size = unsafe rest.first, unsafe Int(size) < rest.count {
      let name = unsafe rest.dropFirst().prefix(Int(size))
      if unsafe name.elementsEqual([0x68, 0x32]) {
        unsafe chosen.pointee = offered + name.startIndex
        unsafe length.pointee = size
        return SSL_TLSEXT_ERR_OK
      }
      unsafe rest = rest.dropFirst(1 + Int(size))
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
  }
}
