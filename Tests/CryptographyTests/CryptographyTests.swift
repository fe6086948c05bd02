import Cryptography
import Testing

private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hexadecimal.decode(hex)) }

@Suite("SHA-256 and HMAC-SHA256", .timeLimit(.minutes(1)))
struct DigestTests {
  @Test(
    "digests are those of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func digest(_ text: String, _ expected: String) {
    #expect(Hexadecimal.encode(SHA256.digest(Array(text.utf8))) == expected)
  }

  @Test("a digest in pieces is that of the whole")
  func pieces() throws {
    var stream = try SHA256Stream()
    try stream.update(Array("ab".utf8))
    try stream.update([])
    try stream.update(Array("c".utf8))
    #expect(try stream.finish() == SHA256.digest(Array("abc".utf8)))
  }

  @Test("codes are those of RFC 4231, and a context can be used again")
  func hmac() throws {
    let first = try HMACSHA256(key: [UInt8](repeating: 0x0b, count: 20))
    let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    for _ in 0..<3 { #expect(Hexadecimal.encode(first.code(for: Array("Hi There".utf8))) == expected) }
    let second = try HMACSHA256.code(for: Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
    #expect(Hexadecimal.encode(second) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = try HMACSHA256.code(
      for: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      key: [UInt8](repeating: 0xaa, count: 131))
    #expect(Hexadecimal.encode(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test("a million bytes have the digest of FIPS 180-4, whatever pieces they come in", arguments: [1_000, 999_983])
  func million(piece: Int) throws {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(Hexadecimal.encode(SHA256.digest(bytes)) == expected)
    var stream = try SHA256Stream()
    for start in stride(from: 0, to: bytes.count, by: piece) {
      try stream.update(Array(bytes[start..<min(start + piece, bytes.count)]))
    }
    #expect(Hexadecimal.encode(try stream.finish()) == expected)
  }

  @Test("a stream that was given nothing has the digest of nothing")
  func nothing() throws { #expect(try SHA256Stream().finish() == SHA256.digest([])) }

  @Test("an empty HMAC key is refused")
  func emptyKey() { #expect(throws: CryptographyError.self) { try HMACSHA256.code(for: [1], key: []) } }
}

@Suite("AES-256-GCM", .timeLimit(.minutes(1)))
struct AES256GCMTests {
  private let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
  private let nonce = "cafebabefacedbaddecaf888"
  private let text =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
  private let associated = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
  private let sealed =
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b"

  @Test("case 16 of the GCM specification seals and opens")
  func vector() throws {
    let result = try AES256GCM.seal(bytes(text), key: bytes(key), nonce: bytes(nonce), associated: bytes(associated))
    #expect(Hexadecimal.encode(result) == sealed)
    let opened = try AES256GCM.open(bytes(sealed), key: bytes(key), nonce: bytes(nonce), associated: bytes(associated))
    #expect(Hexadecimal.encode(opened) == text)
  }

  @Test("an empty text has a tag only")
  func empty() throws {
    let result = try AES256GCM.seal([], key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12))
    #expect(Hexadecimal.encode(result) == "530f8afbc74536b9a963b4f1c4cb738b")
    #expect(
      try AES256GCM.open(result, key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12)) == [])
  }

  @Test("one changed bit anywhere is noticed", arguments: [0, 40, 59, 60, 75])
  func changed(_ position: Int) throws {
    var broken = try bytes(sealed)
    broken[position] ^= 1
    #expect(throws: CryptographyError.self) {
      try AES256GCM.open(broken, key: bytes(key), nonce: bytes(nonce), associated: bytes(associated))
    }
  }

  @Test("other associated data, another nonce or a short text do not open")
  func mismatches() throws {
    #expect(throws: CryptographyError.self) { try AES256GCM.open(bytes(sealed), key: bytes(key), nonce: bytes(nonce)) }
    #expect(throws: CryptographyError.self) {
      try AES256GCM.open(
        bytes(sealed), key: bytes(key), nonce: [UInt8](repeating: 1, count: 12), associated: bytes(associated))
    }
    #expect(throws: CryptographyError.self) { try AES256GCM.open([1, 2, 3], key: bytes(key), nonce: bytes(nonce)) }
  }

  @Test("what was sealed opens again, whatever its length", arguments: [1, 15, 16, 17, 4_096])
  func roundTrip(_ length: Int) throws {
    let key = try RandomBytes.make(AES256GCM.keyLength)
    let nonce = try RandomBytes.make(AES256GCM.nonceLength)
    let text = try RandomBytes.make(length)
    let sealed = try AES256GCM.seal(text, key: key, nonce: nonce, associated: [7])
    #expect(sealed.count == length + AES256GCM.tagLength && !sealed.starts(with: text))
    #expect(try AES256GCM.open(sealed, key: key, nonce: nonce, associated: [7]) == text)
    #expect(throws: CryptographyError.self) {
      try AES256GCM.open(sealed, key: key.reversed(), nonce: nonce, associated: [7])
    }
    #expect(throws: CryptographyError.self) {
      try AES256GCM.open(Array(sealed.dropLast()), key: key, nonce: nonce, associated: [7])
    }
  }

  @Test("wrong lengths are refused in words")
  func lengths() throws {
    let error = #expect(throws: CryptographyError.self) { try AES256GCM.seal([1], key: [1, 2], nonce: bytes(nonce)) }
    #expect(error?.description == "the AES-256 key has 2 bytes; it must have 32")
    #expect(throws: CryptographyError.self) { try AES256GCM.seal([1], key: bytes(key), nonce: [1]) }
  }
}

@Suite("Ed25519", .timeLimit(.minutes(1)))
struct Ed25519Tests {
  @Test(
    "keys and signatures are those of RFC 8032 section 7.1",
    arguments: [
      (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
          + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
      ),
      (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
      ),
    ])
  func vectors(_ secret: String, _ open: String, _ message: String, _ signature: String) throws {
    #expect(Hexadecimal.encode(try Ed25519.publicKey(of: bytes(secret))) == open)
    #expect(Hexadecimal.encode(try Ed25519.sign(bytes(message), privateKey: bytes(secret))) == signature)
    #expect(try Ed25519.verify(bytes(signature), of: bytes(message), publicKey: bytes(open)))
    #expect(try !Ed25519.verify(bytes(signature), of: bytes(message) + [0], publicKey: bytes(open)))
    #expect(try !Ed25519.verify(Array(bytes(signature).dropLast()), of: bytes(message), publicKey: bytes(open)))
  }

  @Test("a signature by another key, or with one bit changed, is not one")
  func forged() throws {
    let (own, other) = (try RandomBytes.make(32), try RandomBytes.make(32))
    let message = Array("a statement".utf8)
    var signature = try Ed25519.sign(message, privateKey: own)
    #expect(try Ed25519.verify(signature, of: message, publicKey: Ed25519.publicKey(of: own)))
    #expect(try !Ed25519.verify(signature, of: message, publicKey: Ed25519.publicKey(of: other)))
    signature[5] ^= 1
    #expect(try !Ed25519.verify(signature, of: message, publicKey: Ed25519.publicKey(of: own)))
    #expect(throws: CryptographyError.self) { try Ed25519.verify(signature, of: message, publicKey: [1]) }
  }

  @Test("a key of another length is refused")
  func lengths() { #expect(throws: CryptographyError.self) { try Ed25519.sign([], privateKey: [1]) } }
}

@Suite("Random bytes, comparison, hexadecimal, CRC-32", .timeLimit(.minutes(1)))
struct SmallToolTests {
  @Test("random bytes have the length asked for and do not repeat", arguments: [0, 1, 16, 256, 257, 1000])
  func random(_ count: Int) throws {
    let first = try RandomBytes.make(count)
    #expect(first.count == count)
    if count >= 16 { #expect(try RandomBytes.make(count) != first) }
  }

  @Test("equality is that of the bytes")
  func equality() {
    #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
    #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
    #expect(ConstantTime.areEqual([], []))
  }

  @Test("hexadecimal goes both ways and refuses what it is not")
  func hexadecimal() {
    #expect(Hexadecimal.encode([0, 15, 16, 255]) == "000f10ff")
    #expect(Hexadecimal.decode("000F10ff") == [0, 15, 16, 255])
    #expect(Hexadecimal.decode("") == [])
    for wrong in ["0", "0g", " 00", "0x00", "é"] { #expect(Hexadecimal.decode(wrong) == nil) }
  }

  @Test("the CRC-32 check value")
  func checksum() {
    #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
    #expect(CRC32.checksum([]) == 0)
    #expect(CRC32.checksum("123456788".utf8) != CRC32.checksum("123456789".utf8))
    #expect(CRC32.checksum("132456789".utf8) != CRC32.checksum("123456789".utf8), "swapped digits are noticed")
  }
}
