import Transport

@testable import RPC

/// Whatever a server answers, a call ends with a status, and a status that is sent on reads the same.
///
/// An empty line parts the response's headers from its trailers.
enum ReplyEntry {
  static let entry = FuzzEntry(name: "reply") { input throws(Violation) in
    let (head, tail) = parts(of: input)
    var state = ReplyState()
    let headers = HeaderLines.fields(in: head)
    switch state.headers(headers, endsStream: tail.isEmpty) {
    case .fail(let error):
      try Violation.unless(error.code != .ok, "a failure that is none")
    case .initialMetadata:
      try MetadataEntry.checkRoundTrip(StatusTrailers.metadata(in: headers))
      try check(state.end(trailers: HeaderLines.fields(in: tail)))
    case .wholeAnswer:
      try check(state.end(trailers: []))
    }
  }

  private static func parts(of input: [UInt8]) -> (head: [UInt8], tail: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    for index in input.indices.dropLast() where input[index] == newline && input[index + 1] == newline {
      return (Array(input[..<index]), Array(input[(index + 2)...]))
    }
    return (input, [])
  }

  private static func check(_ end: (status: Status, fields: [HeaderField])) throws(Violation) {
    try MetadataEntry.checkRoundTrip(StatusTrailers.metadata(in: end.fields))
    let fields = StatusTrailers.fields(for: end.status)
    for field in fields {
      try Violation.unless(RequestHeadEntry.isPlain(field.value), "\(field.name) cannot be sent: \(field.value)")
    }
    try Violation.unless(StatusTrailers.status(in: fields) == end.status, "\(end.status) is not read as it was sent")
  }
}
