internal import COpenSSL
internal import EventLoop
internal import Synchronization

/// What one generation of session tickets is sealed with: AES-256-CBC and HMAC-SHA-256.
final class TicketKey: Sendable {
  /// Lengths in bytes: what a ticket calls its key by, and the two keys.
  static let (nameLength, keyLength) = (16, 32)

  private let secret: [UInt8]

  /// A key of random bytes; nil when the system has none.
  init?() {
    var bytes = [UInt8](repeating: 0, count: Self.nameLength + 2 * Self.keyLength)
    guard unsafe RAND_bytes(&bytes, Int32(bytes.count)) == 1 else { return nil }
    secret = bytes
  }

  /// Whether tickets call this key by the name at an address.
  func isNamed(_ name: UnsafePointer<UInt8>) -> Bool {
    unsafe secret.withUnsafeBytes { unsafe CRYPTO_memcmp($0.baseAddress, name, Self.nameLength) == 0 }
  }

  /// Writes the name.
  func writeName(to name: UnsafeMutablePointer<UInt8>) {
    for index in 0..<Self.nameLength { unsafe name[index] = secret[index] }
  }

  /// Makes both ciphers ready to seal, or to open, what has this initialization vector; false when that fails.
  func prepare(_ cipher: OpaquePointer?, _ mac: OpaquePointer?, _ vector: UnsafePointer<UInt8>, seals: Bool) -> Bool {
    unsafe secret.withUnsafeBufferPointer { secret in
      guard let start = secret.baseAddress else { return false }
      let key = unsafe start + Self.nameLength
      return unsafe EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), nil, key, vector, seals ? 1 : 0) == 1
        && copenssl_set_mac_key(mac, key + Self.keyLength, Self.keyLength) == 1
    }
  }
}

/// Which keys seal and open tickets: a new one each hour, and the one before as long as its tickets may be good.
struct TicketKeyRing {
  /// How long a key seals tickets, and how long a ticket is good: with this, no key is kept for longer than twice that.
  static let period = Duration.seconds(3600)

  private var current: TicketKey?
  private var previous: TicketKey?
  private var since = MonotonicTime(nanoseconds: 0)

  /// The key for new tickets; nil when the system has no random bytes.
  mutating func sealing(_ now: MonotonicTime) -> TicketKey? {
    roll(now)
    if current == nil { (current, since) = (TicketKey(), now) }
    return current
  }

  /// The key that a ticket names; nil when it is not known any more.
  mutating func opening(_ name: UnsafePointer<UInt8>, _ now: MonotonicTime) -> TicketKey? {
    roll(now)
    if let current, unsafe current.isNamed(name) { return current }
    if let previous, unsafe previous.isNamed(name) { return previous }
    return nil
  }

  private mutating func roll(_ now: MonotonicTime) {
    if now >= since + Self.period + Self.period { previous = nil }
    guard current != nil, now >= since + Self.period else { return }
    previous = now < since + Self.period + Self.period ? current : nil
    current = nil
  }
}

/// The tickets of one server context (RFC 5077, RFC 8446 section 4.6.1): clients that come again need no new key exchange
/// with the certificate. The keys are the context's own, so that no ticket outlives what was decided with it: whoever
/// reads certificates again makes a context anew.
@safe final class SessionTickets: Sendable {
  private let ring = Mutex(TicketKeyRing())

  /// Makes a context offer one ticket after each handshake, without early data. The context must not outlive the tickets.
  func install(in context: OpaquePointer) {
    unsafe SSL_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(self).toOpaque())
    unsafe copenssl_allow_tickets(context)
    _ = unsafe SSL_CTX_set_num_tickets(context, 1)
    _ = unsafe SSL_CTX_set_timeout(context, Int(TicketKeyRing.period.components.seconds))
    _ = unsafe SSL_CTX_set_tlsext_ticket_key_evp_cb(context) { session, name, vector, cipher, mac, seals in
      guard let tickets = unsafe SessionTickets.of(session), let name = unsafe name, let vector = unsafe vector else {
        return -1
      }
      return unsafe seals == 1
        ? tickets.seal(name, vector, cipher, mac) : tickets.open(name, vector, cipher, mac)
    }
  }

  private static func of(_ session: OpaquePointer?) -> SessionTickets? {
    guard let data = unsafe SSL_CTX_get_ex_data(SSL_get_SSL_CTX(session), 0) else { return nil }
    return unsafe Unmanaged<SessionTickets>.fromOpaque(data).takeUnretainedValue()
  }

  /// 1 when all is ready, -1 when the ticket cannot be made.
  private func seal(
    _ name: UnsafeMutablePointer<UInt8>, _ vector: UnsafeMutablePointer<UInt8>, _ cipher: OpaquePointer?,
    _ mac: OpaquePointer?
  ) -> Int32 {
    guard let key = ring.withLock({ $0.sealing(.now()) }) else { return -1 }
    guard unsafe RAND_bytes(vector, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) == 1 else { return -1 }
    unsafe key.writeName(to: name)
    return unsafe key.prepare(cipher, mac, vector, seals: true) ? 1 : -1
  }

  /// 2 when the ticket can be opened and a new one is to be given, 0 when the handshake is to be a full one.
  private func open(
    _ name: UnsafeMutablePointer<UInt8>, _ vector: UnsafeMutablePointer<UInt8>, _ cipher: OpaquePointer?,
    _ mac: OpaquePointer?
  ) -> Int32 {
    guard let key = ring.withLock({ unsafe $0.opening(name, .now()) }) else { return 0 }
    return unsafe key.prepare(cipher, mac, vector, seals: false) ? 2 : 0
  }
}
