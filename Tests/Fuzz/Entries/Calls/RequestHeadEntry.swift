import Transport
internal import Transport

@testable import RPC

/// Whatever a request's header fields are, they are judged: refused with a status, or a call whose metadata can be sent
/// on and reads the same.
enum RequestHeadEntry {
  static let entry = FuzzEntry(name: "request-head") { input throws(Violation) in
    switch RequestHead.judge(HeaderLines.fields(in: input)) {
    case .refuse(let status, let headers):
      try Violation.unless((400...599).contains(status), "refused with HTTP status \(status)")
      try Violation.unless(headers.allSatisfy { isPlain($0.value) }, "refused with a header that cannot be sent")
    case .call(let head):
      try check(head)
    }
  }

  private static func check(_ head: RequestHead) throws(Violation) {
    if let fault = head.fault {
      try Violation.unless(fault.code != .ok, "a fault that is none")
      for field in StatusTrailers.fields(for: fault.status) {
        try Violation.unless(isPlain(field.value), "\(field.name) cannot be sent: \(field.value)")
      }
    }
    if let timeout = head.timeout { try Violation.unless(timeout >= 0, "a timeout of \(timeout) ns") }
    try MetadataEntry.checkRoundTrip(head.metadata)
  }

  /// Whether a value may stand in a header: printable ASCII.
  static func isPlain(_ value: String) -> Bool { value.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
