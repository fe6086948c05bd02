import Cryptography
package import RPC
import Transport
import WireFormat

/// What tells of the interface: `/openapi.json` for programs and `/docs` for people, which everybody may read without a key.
package struct DocumentationDoor: Sendable {
  private let answers: [String: Kept]

  /// An answer that is made once, with the tag that it is known again by.
  private struct Kept: Sendable {
    let answer: HTTPAnswer
    let tag: String
  }

  /// The door to the document of this module's services.
  /// - Throws: When the document is none, which a test sees before anybody else.
  package init() throws {
    let json = OpenAPIDocument.json
    let page = DocumentationPage(of: try APIDocument(json: json))
    answers = [
      "/openapi.json": Self.kept(json, "application/json"),
      "/docs": Self.kept(
        page.html, "text/html; charset=utf-8",
        [
          HeaderField("content-security-policy", page.securityPolicy), HeaderField("referrer-policy", "no-referrer"),
          HeaderField("x-frame-options", "DENY"),
        ]),
      "/": Kept(answer: HTTPAnswer(302, [HeaderField("location", "/docs")]), tag: ""),
    ]
  }

  private static func kept(_ text: String, _ mediaType: String, _ fields: [HeaderField] = []) -> Kept {
    let body = Array(text.utf8)
    let tag = "\"\(Base64.encode(Array(SHA256.digest(body).prefix(12))))\""
    let common = [
      HeaderField("content-type", mediaType), HeaderField("etag", tag), HeaderField("cache-control", "no-cache"),
      HeaderField("x-content-type-options", "nosniff"),
    ]
    return Kept(answer: HTTPAnswer(200, common + fields, body: body), tag: tag)
  }

  /// The door as a server takes it.
  package var callProtocol: CallProtocol {
    CallProtocol(name: "documentation") { head, _ in answer(head).map { .answer($0) } ?? .other }
  }

  /// What a request is answered with; nil for another path.
  func answer(_ head: HTTPRequestHead) -> HTTPAnswer? {
    guard let kept = answers[head.path] else { return nil }
    guard head.method == "GET" || head.method == "HEAD" else {
      return HTTPAnswer(405, text: "allowed: GET, HEAD", [HeaderField("allow", "GET, HEAD")])
    }
    let known = head["if-none-match"]?.split(separator: ",").map { $0.drop { $0 == " " } } ?? []
    guard !kept.tag.isEmpty, known.contains(where: { $0 == kept.tag || $0 == "W/" + kept.tag || $0 == "*" }) else {
      return kept.answer
    }
    return HTTPAnswer(304, kept.answer.fields.filter { $0.name == "etag" || $0.name == "cache-control" })
  }
}
