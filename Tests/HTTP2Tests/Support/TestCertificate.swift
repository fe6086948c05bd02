import COpenSSL
import Glibc
import HTTP2

/// A certificate for `localhost` and 127.0.0.1, made anew for each run: no private key is kept anywhere.
struct TestCertificate {
  struct Failure: Error {}

  let certificatePath: String
  let keyPath: String

  static let shared = Result { try TestCertificate() }

  private init() throws {
    let base = "/tmp/spots-h2-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    certificatePath = base + ".pem"
    keyPath = base + ".key"
    guard let key = Self.makeKey(), let certificate = Self.makeCertificate(key) else { throw Failure() }
    defer {
      EVP_PKEY_free(key)
      X509_free(certificate)
    }
    let mask = umask(0o077)
    defer { umask(mask) }
    guard let first = fopen(certificatePath, "w"), PEM_write_X509(first, certificate) == 1, fclose(first) == 0,
      let second = fopen(keyPath, "w"), PEM_write_PrivateKey(second, key, nil, nil, 0, nil, nil) == 1,
      fclose(second) == 0
    else { throw Failure() }
    atexit {
      guard case .success(let made) = TestCertificate.shared else { return }
      unlink(made.certificatePath)
      unlink(made.keyPath)
    }
  }

  private static func makeKey() -> OpaquePointer? {
    guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1,
      EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
      EVP_PKEY_keygen(context, &key) == 1
    else { return nil }
    return key
  }

  private static func makeCertificate(_ key: OpaquePointer) -> OpaquePointer? {
    guard let certificate = X509_new(), let name = X509_get_subject_name(certificate) else { return nil }
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1)
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600)
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400)
    X509_set_pubkey(certificate, key)
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, "localhost", -1, -1, 0)
    X509_set_issuer_name(certificate, name)
    let names = X509V3_EXT_conf_nid(nil, nil, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1")
    defer { X509_EXTENSION_free(names) }
    guard X509_add_ext(certificate, names, -1) == 1, X509_sign(certificate, key, EVP_sha256()) > 0 else { return nil }
    return certificate
  }

  func serverContext() throws -> TLSServerContext {
    try TLSServerContext(certificateChain: certificatePath, privateKey: keyPath)
  }

  func clientContext() throws -> TLSClientContext { try TLSClientContext(certificateAuthorities: certificatePath) }
}
