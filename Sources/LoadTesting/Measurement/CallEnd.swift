package import RPC

/// How a call ended, without what differs from call to call.
package struct CallEnd: Sendable, Hashable {
  /// The status.
  package let status: StatusCode
  /// The reason; empty for OK.
  package let cause: String

  /// A call that ended well.
  package static let ok = CallEnd(status: .ok, cause: "")

  /// A way to end.
  package init(status: StatusCode, cause: String) {
    self.status = status
    self.cause = cause
  }

  /// The end of a call that failed: numbers of the message become #, and it is cut to 120 characters, so that calls that
  /// failed alike are counted together.
  package init(_ error: RPCError) {
    status = error.code
    var cause = ""
    var isNumber = false
    for character in error.message.prefix(400) {
      let isDigit = character.isASCII && character.isNumber
      if !isDigit { cause.append(character) } else if !isNumber { cause.append("#") }
      isNumber = isDigit
    }
    self.cause = String(cause.prefix(120))
  }
}
