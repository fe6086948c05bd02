internal import COpenSSL

/// What is spoken over TLS once the handshake is over, agreed on in it (ALPN, RFC 7301).
///
/// Of several that both ends know a server chooses the first in the order of the cases.
public enum ApplicationProtocol: String, Sendable, Hashable, CaseIterable {
  /// HTTP/2.
  case http2 = "h2"
  /// HTTP/1.1.
  case http11 = "http/1.1"

  /// Makes a server's context choose one of `protocols` and end handshakes with clients that offer none of them.
  static func require(_ protocols: Set<ApplicationProtocol>, in context: OpaquePointer) {
    // The set goes to the callback as a number in place of an address: there is nothing to keep alive.
    let bits = allCases.indices.reduce(UInt(0)) { protocols.contains(allCases[$1]) ? $0 | 1 << UInt($1) : $0 }
    unsafe SSL_CTX_set_alpn_select_cb(
      context,
      { _, chosen, length, offered, count, bits in
        unsafe ApplicationProtocol.select(chosen, length, offered, count, UInt(bitPattern: bits))
      }, UnsafeMutableRawPointer(bitPattern: bits))
  }

  /// Makes a client's context offer `protocols`.
  static func offer(_ protocols: Set<ApplicationProtocol>, in context: OpaquePointer) throws(TLSError) {
    let list = allCases.filter(protocols.contains).flatMap { [UInt8($0.rawValue.utf8.count)] + $0.rawValue.utf8 }
    // Unlike most of the library, this one answers 0 for success.
    guard unsafe SSL_CTX_set_alpn_protos(context, list, UInt32(list.count)) == 0 else {
      throw TLSError.latest("offer \(names(of: protocols))")
    }
  }

  /// What a session whose handshake is over has agreed on; nil when nothing that is known here.
  static func agreed(by session: OpaquePointer) -> ApplicationProtocol? {
    var name: UnsafePointer<UInt8>?
    var length: UInt32 = 0
    unsafe SSL_get0_alpn_selected(session, &name, &length)
    let bytes = unsafe UnsafeBufferPointer(start: name, count: Int(length))
    return allCases.first { unsafe bytes.elementsEqual($0.rawValue.utf8) }
  }

  /// The protocols in words, as in `h2 or http/1.1`.
  static func names(of protocols: Set<ApplicationProtocol>) -> String {
    allCases.filter(protocols.contains).map(\.rawValue).joined(separator: " or ")
  }

  private static func select(
    _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ offeredLength: UInt32, _ bits: UInt
  ) -> Int32 {
    guard let chosen = unsafe chosen, let length = unsafe length, let offered = unsafe offered else {
      return SSL_TLSEXT_ERR_ALERT_FATAL
    }
    let list = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredLength))
    for (index, wanted) in allCases.enumerated() where bits >> UInt(index) & 1 == 1 {
      guard let place = unsafe place(of: wanted, in: list) else { continue }
      unsafe chosen.pointee = offered + place.lowerBound
      unsafe length.pointee = UInt8(place.count)
      return SSL_TLSEXT_ERR_OK
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
  }

  /// Where a name lies in a list of names, each of which follows its length in one byte.
  private static func place(of wanted: ApplicationProtocol, in list: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var offset = 0
    while offset < list.count {
      let name = unsafe offset + 1..<offset + 1 + Int(list[offset])
      guard name.upperBound <= list.count else { return nil }
      if unsafe list[name].elementsEqual(wanted.rawValue.utf8) { return name }
      offset = name.upperBound
    }
    return nil
  }
}
