internal import COpenSSL

/// Ed25519 signatures (RFC 8032).
package enum Ed25519 {
  /// Bytes of a private key, a public key and half a signature.
  package static let keyLength = 32
  /// Bytes of a signature.
  package static let signatureLength = 64

  /// The public key, 32 bytes, that belongs to a private key of 32 bytes (the seed of RFC 8032).
  package static func publicKey(of privateKey: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let key = try Key(private: privateKey)
    var bytes = [UInt8](repeating: 0, count: keyLength)
    var length = keyLength
    guard EVP_PKEY_get_raw_public_key(key.pointer, &bytes, &length) == 1, length == keyLength else {
      throw .library("derive the Ed25519 public key")
    }
    return bytes
  }

  /// The signature of `message`, 64 bytes, with a private key of 32 bytes.
  package static func sign(_ message: [UInt8], privateKey: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let key = try Key(private: privateKey)
    let context = try Digest()
    var signature = [UInt8](repeating: 0, count: signatureLength)
    var length = signatureLength
    guard EVP_DigestSignInit(context.pointer, nil, nil, nil, key.pointer) == 1,
      EVP_DigestSign(context.pointer, &signature, &length, message, message.count) == 1, length == signatureLength
    else { throw .library("sign with Ed25519") }
    return signature
  }

  /// Whether `signature` is that of `message` by the owner of a public key of 32 bytes.
  ///
  /// A signature of another length than 64 bytes is not. Throws when the key is not one.
  package static func verify(
    _ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
  ) throws(CryptographyError) -> Bool {
    let key = try Key(public: publicKey)
    guard signature.count == signatureLength else { return false }
    let context = try Digest()
    guard EVP_DigestVerifyInit(context.pointer, nil, nil, nil, key.pointer) == 1 else {
      throw .library("begin to verify with Ed25519")
    }
    let result = EVP_DigestVerify(context.pointer, signature, signature.count, message, message.count)
    ERR_clear_error()
    return result == 1
  }
}

private struct Key: ~Copyable {
  let pointer: OpaquePointer

  init(private bytes: [UInt8]) throws(CryptographyError) {
    try Self.check(bytes, "private")
    guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
      throw .library("read the Ed25519 private key")
    }
    pointer = key
  }

  init(public bytes: [UInt8]) throws(CryptographyError) {
    try Self.check(bytes, "public")
    guard let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count) else {
      throw .library("read the Ed25519 public key")
    }
    pointer = key
  }

  deinit { EVP_PKEY_free(pointer) }

  private static func check(_ bytes: [UInt8], _ kind: String) throws(CryptographyError) {
    guard bytes.count == Ed25519.keyLength else {
      throw CryptographyError("the \(kind) key has \(bytes.count) bytes; it must have \(Ed25519.keyLength)")
    }
  }
}

private struct Digest: ~Copyable {
  let pointer: OpaquePointer

  init() throws(CryptographyError) {
    guard let context = EVP_MD_CTX_new() else { throw .library("make a signature context") }
    pointer = context
  }

  deinit { EVP_MD_CTX_free(pointer) }
}
