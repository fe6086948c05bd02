import RPC
import Testing
import Transport

@testable import EnrichmentService

@Suite("the door to the documentation", .timeLimit(.minutes(5)))
struct DocumentationDoorTests {
  private func answer(_ method: String, _ path: String, _ fields: [HeaderField] = []) throws -> HTTPAnswer? {
    let head = [HeaderField(":method", method), HeaderField(":path", path)] + fields
    return try DocumentationDoor().answer(HTTPRequestHead(head))
  }

  @Test("serves the document and the page to everybody, and leads there from the root")
  func pages() throws {
    let document = try #require(try answer("GET", "/openapi.json"))
    #expect(document.status == 200 && document.body == Array(OpenAPIDocument.json.utf8))
    let page = try #require(try answer("HEAD", "/docs?from=here"))
    #expect(page.status == 200 && page.fields.contains(HeaderField("content-type", "text/html; charset=utf-8")))
    #expect(page.fields.contains { $0.name == "content-security-policy" })
    let root = try #require(try answer("GET", "/"))
    #expect(root.status == 302 && root.fields == [HeaderField("location", "/docs")])
  }

  @Test("answers a reader who has it already without a body, and other verbs with those that are allowed")
  func others() throws {
    let tag = try #require(try answer("GET", "/docs")?.fields.first { $0.name == "etag" }).value
    for known in [tag, "\"a\", " + tag, "W/" + tag, "*"] {
      let same = try #require(try answer("GET", "/docs", [HeaderField("if-none-match", known)]))
      #expect(same.status == 304 && same.body.isEmpty, "\(known)")
    }
    #expect(try answer("GET", "/docs", [HeaderField("if-none-match", "\"a\"")])?.status == 200)
    let posted = try #require(try answer("POST", "/docs"))
    #expect(posted.status == 405 && posted.fields.contains(HeaderField("allow", "GET, HEAD")))
    #expect(try answer("GET", "/docs/more") == nil && answer("GET", "/api/v1/segments") == nil)
  }
}
