import Storage
import Testing

@Suite("Store location", .timeLimit(.minutes(1)))
struct StoreLocationTests {
  @Test("sqlite:PATH is parsed", arguments: ["a.db", "/x/y.db", ".spots/spots.db", "a:b.db"])
  func parses(path: String) throws {
    #expect(try StoreLocation("sqlite:" + path).path == path)
  }

  @Test(
    "anything else is refused with what is allowed",
    arguments: ["", "spots.db", "sqlite:", "postgres://host/db", "sqlite::memory:", "sqlite:dir/", "/a:b"])
  func refuses(text: String) {
    #expect {
      try StoreLocation(text)
    } throws: { error in
      guard case .invalidLocation(let reason)? = error as? StoreError else { return false }
      return (error as? StoreError)?.exitCode == 64 && reason.contains("sqlite:")
    }
  }

  @Test("a zero byte in the path is refused")
  func zeroByte() async {
    #expect(await storeError { try StoreLocation("sqlite:a\0b") } == .invalidLocation("the path holds a zero byte"))
  }
}
