internal import COpenSSL
internal import Glibc

/// Reads a peer's certificate.
@safe struct PeerCertificate: ~Copyable {
  private let pointer: OpaquePointer

  /// The certificate of the other end of a session whose handshake is over; nil when it has shown none.
  init?(of session: OpaquePointer) {
    guard unsafe SSL_get_verify_result(session) == Int(X509_V_OK) else { return nil }
    guard let certificate = unsafe SSL_get1_peer_certificate(session) else { return nil }
    unsafe pointer = certificate
  }

  deinit { unsafe X509_free(pointer) }

  /// What it says; nil when memory is short.
  var identity: TLSPeerIdentity? {
    guard let fingerprint else { return nil }
    return TLSPeerIdentity(
      subject: subject, commonName: commonName, alternativeNames: alternativeNames, fingerprint: fingerprint)
  }

  private var fingerprint: [UInt8]? {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    guard unsafe X509_digest(pointer, EVP_sha256(), &digest, &length) == 1 else { return nil }
    return Array(digest.prefix(Int(length)))
  }

  private var subject: String {
    guard let output = unsafe BIO_new(BIO_s_mem()) else { return "" }
    defer { unsafe BIO_free(output) }
    unsafe X509_NAME_print_ex(output, X509_get_subject_name(pointer), 0, copenssl_name_flags())
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = unsafe BIO_read(output, &bytes, Int32(bytes.count))
    return String(decoding: bytes.prefix(max(0, Int(count))), as: UTF8.self)
  }

  private var commonName: String? {
    guard let name = unsafe X509_get_subject_name(pointer) else { return nil }
    let index = unsafe X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard index >= 0, let entry = unsafe X509_NAME_get_entry(name, index) else { return nil }
    var text: UnsafeMutablePointer<UInt8>?
    let length = unsafe ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry))
    guard length >= 0 else { return nil }
    defer { unsafe copenssl_free(text) }
    return unsafe Self.text(text, Int(length))
  }

  private var alternativeNames: [TLSPeerIdentity.AlternativeName] {
    guard let names = unsafe copenssl_alternative_names(pointer) else { return [] }
    defer { unsafe GENERAL_NAMES_free(names) }
    return unsafe (0..<copenssl_alternative_name_count(names)).compactMap { index in
      var bytes: UnsafePointer<UInt8>?
      var length: Int32 = 0
      let kind = unsafe copenssl_alternative_name(names, index, &bytes, &length)
      return unsafe Self.name(kind, bytes, Int(length))
    }
  }

  private static func name(
    _ kind: Int32, _ bytes: UnsafePointer<UInt8>?, _ length: Int
  ) -> TLSPeerIdentity.AlternativeName? {
    switch kind {
    case Int32(COPENSSL_NAME_DNS.rawValue): return unsafe text(bytes, length).map { .dns($0) }
    case Int32(COPENSSL_NAME_URI.rawValue): return unsafe text(bytes, length).map { .uri($0) }
    case Int32(COPENSSL_NAME_EMAIL.rawValue): return unsafe text(bytes, length).map { .email($0) }
    case Int32(COPENSSL_NAME_IP.rawValue): return unsafe address(bytes, length).map { .ip($0) }
    default: return nil
    }
  }

  /// A name with a zero byte inside is read differently by different readers: it is none.
  private static func text(_ bytes: UnsafePointer<UInt8>?, _ length: Int) -> String? {
    let buffer = unsafe UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : length)
    guard !buffer.isEmpty, unsafe !buffer.contains(0) else { return nil }
    return unsafe String(validating: buffer, as: UTF8.self)
  }

  private static func address(_ bytes: UnsafePointer<UInt8>?, _ length: Int) -> String? {
    guard let bytes = unsafe bytes, length == 4 || length == 16 else { return nil }
    var text = [CChar](repeating: 0, count: 64)
    let family = length == 4 ? AF_INET : AF_INET6
    guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
