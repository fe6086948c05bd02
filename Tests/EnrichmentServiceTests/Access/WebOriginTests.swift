import Testing

@testable import EnrichmentService

@Suite("origins whose pages may call", .timeLimit(.minutes(1)))
struct WebOriginTests {
  @Test(
    "are those that browsers write",
    arguments: [
      "https://shop.example", "http://localhost:8080", "http://127.0.0.1", "https://[::1]:8443",
      "https://a-b.c.example:1",
    ])
  func usable(text: String) throws {
    #expect(try WebOrigin(text).text == text)
  }

  @Test(
    "others are refused with what is allowed",
    arguments: [
      ("", "scheme"), ("*", "scheme"), ("null", "scheme"), ("shop.example", "scheme"), ("ftp://shop.example", "scheme"),
      ("HTTPS://shop.example", "scheme"), ("https:shop.example", "scheme"), ("https://", "host"),
      ("https://Shop.example", "host"), ("https://shop.example/", "host"), ("https://*.shop.example", "host"),
      ("https://me@shop.example", "host"), ("https://shop.example, https://b.example", "host"),
      ("https://shop example", "host"), ("https://shop.example:", "port"), ("https://shop.example:0", "port"),
      ("https://shop.example:08", "port"), ("https://shop.example:65536", "port"), ("https://shop.example:443", "443"),
      ("http://shop.example:80", "80"), ("https://::1", "host"),
    ])
  func unusable(text: String, words: String) {
    let error = #expect(throws: WebOrigin.Unusable.self) { try WebOrigin(text) }
    #expect(error?.description.contains(words) == true && error?.description.contains("https://shop.example") == true)
  }
}
