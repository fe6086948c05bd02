import COpenSSL
import Glibc

/// A certificate and its private key, made anew for each run and kept in files of the temporary directory until the
/// process ends: no private key is kept anywhere.
package struct RawIdentity: Sendable {
  package let certificatePath: String
  package let keyPath: String
  /// SHA-256 of the certificate.
  package let fingerprint: [UInt8]
  private let certificate: Handle
  private let key: Handle

  /// Keeps a certificate or key of the library as long as an identity uses it.
  private final class Handle: @unchecked Sendable {
    let pointer: OpaquePointer
    private let release: (OpaquePointer?) -> Void
    init(_ pointer: OpaquePointer, _ release: @escaping (OpaquePointer?) -> Void) {
      self.pointer = pointer
      self.release = release
    }
    deinit { release(pointer) }
  }

  /// Makes an identity. Without `issuer` it signs itself; without `names` it may sign others.
  package init(
    commonName: String = "localhost", organization: String? = nil,
    names: String = "DNS:localhost,IP:127.0.0.1", issuer: RawIdentity? = nil
  ) throws {
    guard let key = Self.makeKey() else { throw RawFailure("no key") }
    self.key = Handle(key) { EVP_PKEY_free($0) }
    guard let certificate = Self.makeCertificate(key, commonName, organization, names, issuer) else {
      throw RawFailure("no certificate")
    }
    self.certificate = Handle(certificate) { X509_free($0) }
    var digest = [UInt8](repeating: 0, count: 64)
    var length: UInt32 = 0
    X509_digest(certificate, EVP_sha256(), &digest, &length)
    fingerprint = Array(digest.prefix(Int(length)))
    let base = TemporaryFiles.path("identity")
    certificatePath = base + ".pem"
    keyPath = base + ".key"
    try write(certificateTo: certificatePath, keyTo: keyPath)
  }

  /// Writes both as PEM, in place of what was there.
  package func write(certificateTo certificatePath: String, keyTo keyPath: String) throws {
    let mask = umask(0o077)
    defer { umask(mask) }
    guard let first = fopen(certificatePath, "w"), PEM_write_X509(first, certificate.pointer) == 1, fclose(first) == 0,
      let second = fopen(keyPath, "w"), PEM_write_PrivateKey(second, key.pointer, nil, nil, 0, nil, nil) == 1,
      fclose(second) == 0
    else { throw RawFailure("cannot write \(certificatePath)") }
    TemporaryFiles.remember([certificatePath, keyPath])
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

  private static func makeCertificate(
    _ key: OpaquePointer, _ commonName: String, _ organization: String?, _ names: String, _ issuer: RawIdentity?
  ) -> OpaquePointer? {
    guard let certificate = X509_new(), let subject = X509_get_subject_name(certificate) else { return nil }
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1...Int(Int32.max)))
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600)
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400)
    X509_set_pubkey(certificate, key)
    if let organization { X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_UTF8, organization, -1, -1, 0) }
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, commonName, -1, -1, 0)
    X509_set_issuer_name(certificate, issuer.map { X509_get_subject_name($0.certificate.pointer) } ?? subject)
    if names.isEmpty, let constraints = X509V3_EXT_conf_nid(nil, nil, NID_basic_constraints, "critical,CA:TRUE") {
      X509_add_ext(certificate, constraints, -1)
      X509_EXTENSION_free(constraints)
    }
    if !names.isEmpty, let extensions = X509V3_EXT_conf_nid(nil, nil, NID_subject_alt_name, names) {
      X509_add_ext(certificate, extensions, -1)
      X509_EXTENSION_free(extensions)
    }
    guard X509_sign(certificate, issuer?.key.pointer ?? key, EVP_sha256()) > 0 else { return nil }
    return certificate
  }
}
