internal import COpenSSL

/// AES-256-GCM (NIST SP 800-38D): encryption that notices every change.
///
/// A nonce must never be used twice with the same key.
package enum AES256GCM {
  /// Bytes of a key.
  package static let keyLength = 32
  /// Bytes of a nonce.
  package static let nonceLength = 12
  /// Bytes of the tag at the end of a sealed text.
  package static let tagLength = 16

  /// Encrypts. Answers the ciphertext, as long as `plaintext`, followed by the tag of 16 bytes.
  ///
  /// `associated` is protected against change but not part of the result. `key` has 32 bytes, `nonce` 12.
  package static func seal(
    _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8] = []
  ) throws(CryptographyError) -> [UInt8] {
    let cipher = try Cipher(key: key, nonce: nonce, encrypts: true)
    try cipher.addAssociated(associated)
    var sealed = try cipher.process(plaintext[...], reserving: tagLength)
    guard cipher.finish() else { throw .library("seal with AES-256-GCM") }
    sealed.append(contentsOf: try cipher.tag())
    return sealed
  }

  /// Decrypts what ``seal(_:key:nonce:associated:)`` made.
  ///
  /// Throws when text, tag, key, nonce or associated data are not those it was sealed with.
  package static func open(
    _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], associated: [UInt8] = []
  ) throws(CryptographyError) -> [UInt8] {
    guard sealed.count >= tagLength else {
      throw CryptographyError("the sealed text has \(sealed.count) bytes; at least \(tagLength) are needed")
    }
    let cipher = try Cipher(key: key, nonce: nonce, encrypts: false)
    try cipher.addAssociated(associated)
    let plaintext = try cipher.process(sealed.dropLast(tagLength), reserving: 0)
    try cipher.expect(tag: Array(sealed.suffix(tagLength)))
    guard cipher.finish() else {
      ERR_clear_error()
      throw CryptographyError("the sealed text was changed, or belongs to another key, nonce or associated data")
    }
    return plaintext
  }
}

/// The library's context for one text.
private struct Cipher: ~Copyable {
  /// The algorithm, looked up once and never freed: a look-up can fail while other threads make the library look up others.
  nonisolated(unsafe) private static let algorithm: OpaquePointer? = {
    copenssl_leave_tables()
    return EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
  }()

  private let context: OpaquePointer

  init(key: [UInt8], nonce: [UInt8], encrypts: Bool) throws(CryptographyError) {
    guard key.count == AES256GCM.keyLength else {
      throw CryptographyError("the AES-256 key has \(key.count) bytes; it must have \(AES256GCM.keyLength)")
    }
    guard nonce.count == AES256GCM.nonceLength else {
      throw CryptographyError("the GCM nonce has \(nonce.count) bytes; it must have \(AES256GCM.nonceLength)")
    }
    guard let made = EVP_CIPHER_CTX_new() else { throw .library("make a cipher context") }
    guard let algorithm = Self.algorithm, EVP_CipherInit_ex(made, algorithm, nil, key, nonce, encrypts ? 1 : 0) == 1
    else {
      EVP_CIPHER_CTX_free(made)
      throw .library("begin AES-256-GCM")
    }
    context = made
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  func addAssociated(_ bytes: [UInt8]) throws(CryptographyError) {
    guard !bytes.isEmpty else { return }
    var length: Int32 = 0
    guard bytes.count <= Int32.max, EVP_CipherUpdate(context, nil, &length, bytes, Int32(bytes.count)) == 1 else {
      throw .library("add associated data to AES-256-GCM")
    }
  }

  func process(_ input: ArraySlice<UInt8>, reserving extra: Int) throws(CryptographyError) -> [UInt8] {
    guard input.count <= Int32.max - 32 else {
      throw CryptographyError("the text has \(input.count) bytes; at most \(Int32.max - 32) are allowed")
    }
    guard !input.isEmpty else { return [] }
    var succeeded = false
    let output = [UInt8](unsafeUninitializedCapacity: input.count + extra) { buffer, count in
      var length: Int32 = 0
      succeeded = input.withUnsafeBufferPointer {
        EVP_CipherUpdate(context, buffer.baseAddress, &length, $0.baseAddress, Int32(input.count)) == 1
      }
      count = succeeded ? Int(length) : 0
    }
    guard succeeded else { throw .library("AES-256-GCM") }
    return output
  }

  func finish() -> Bool {
    var none: Int32 = 0
    var block = [UInt8](repeating: 0, count: 16)
    return EVP_CipherFinal_ex(context, &block, &none) == 1
  }

  func tag() throws(CryptographyError) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: AES256GCM.tagLength)
    guard copenssl_gcm_get_tag(context, Int32(tag.count), &tag) == 1 else { throw .library("read the GCM tag") }
    return tag
  }

  func expect(tag: [UInt8]) throws(CryptographyError) {
    var tag = tag
    guard copenssl_gcm_set_tag(context, Int32(tag.count), &tag) == 1 else { throw .library("set the GCM tag") }
  }
}
