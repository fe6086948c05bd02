import Pages
import RPC

/// The part of the page that explains errors: every reason with an anchor of its name.
enum ErrorReasonSection {
  /// The section.
  static var html: String {
    let reasons = ErrorReason.allCases.map { reason in
      let status = DoorFailure.status(reason.code, reason: reason.rawValue)
      return row(reason.rawValue, "\(reason.code.description), HTTP \(status)", reason.text)
    }
    let others = statuses.map { code, text in
      row(code.description, "HTTP \(DoorFailure.status(code, reason: nil))", text)
    }
    let ofHTTP = refusals.map { row($0.code, "HTTP \($0.status)", $0.text) }
    return "<section id=\"errors\"><h2>Errors</h2>\n\(introduction)\((reasons + others + ofHTTP).joined())</section>\n"
  }

  private static let introduction = """
    <p>An error of a JSON route is <code>{"success": false, "error": {"code", "message", "details"}, "metadata"}</code>, or a \
    problem document (RFC 9457) for callers that send <code>Accept: application/problem+json</code>. gRPC, Connect and gRPC-Web \
    tell the same reason in <code>google.rpc.ErrorInfo</code> of the domain <code>\(HTML.escaped(ErrorReason.domain))</code>, \
    whose <code>metadata["doc"]</code> leads to these paragraphs. Read the code; texts are for people and may change.</p>

    """

  private static func row(_ name: String, _ status: String, _ text: ErrorReasonText) -> String {
    """
    <article id="\(HTML.escaped(name))"><h3><code>\(HTML.escaped(name))</code> <small>\(HTML.escaped(status))</small></h3>
    <p>\(MarkedText.inline(text.meaning)) \(MarkedText.inline(text.remedy))</p></article>

    """
  }

  /// Statuses of gRPC that an error without a reason of ours has.
  private static let statuses: [(StatusCode, ErrorReasonText)] = [
    (
      .resourceExhausted,
      ErrorReasonText(
        "The request has more bytes than are taken.", "Ask for less at once, or send less in one message.")
    ),
    (
      .deadlineExceeded,
      ErrorReasonText(
        "The answer took longer than the caller waits, by its deadline or by `Prefer: wait=SECONDS`.",
        "Wait longer, or ask for less.")
    ),
    (
      .unavailable,
      ErrorReasonText(
        "The server is too busy to begin with the call.", "Try again after a moment, and later each time.")
    ),
    (.cancelled, ErrorReasonText("The caller ended the call.", "Nothing is left to do.")),
    (.unimplemented, ErrorReasonText("There is no such method.", "Look for the method in `openapi.json`.")),
  ]

  /// What is refused before it becomes a call.
  private static let refusals: [(code: String, status: Int, text: ErrorReasonText)] = [
    ("NOT_FOUND", 404, ErrorReasonText("There is no route of this path.", "`openapi.json` lists all routes.")),
    (
      "METHOD_NOT_ALLOWED", 405,
      ErrorReasonText("The route has no such method of HTTP.", "The field `Allow` lists those that it has.")
    ),
    (
      "UNSUPPORTED_MEDIA_TYPE", 415,
      ErrorReasonText(
        "The body is of a media type that the route does not take, or is compressed.",
        "The field `Accept-Post` or `Accept-Encoding` says what is taken.")
    ),
  ]
}
