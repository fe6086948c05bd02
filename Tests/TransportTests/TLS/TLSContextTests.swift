import RawHTTP2
import Testing
import Transport

@Suite("TLS contexts", .timeLimit(.minutes(2)))
struct TLSContextTests {
  @Test("files that are missing or no certificates are errors that name them")
  func files() throws {
    let identity = try RawIdentity()
    let missing = #expect(throws: TLSError.self) {
      try TLSServerContext(certificateChain: "/nowhere.pem", privateKey: identity.keyPath)
    }
    #expect(missing?.operation == "read the certificate chain /nowhere.pem")
    let wrong = #expect(throws: TLSError.self) {
      try TLSServerContext(certificateChain: identity.certificatePath, privateKey: identity.certificatePath)
    }
    #expect(wrong?.operation == "read the private key \(identity.certificatePath)")
    #expect(throws: TLSError.self) { try TLSClientContext(certificateAuthorities: "/nowhere.pem") }
  }
}
