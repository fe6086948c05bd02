package import EventLoop
package import RPC

/// One call as it was measured.
package struct CallTimes: Sendable {
  /// When it was due; in a closed loop, when its worker was free to send it.
  package var due: MonotonicTime
  /// When it was handed to the channel.
  package var sent: MonotonicTime
  /// When its status was there.
  package var ended: MonotonicTime
  /// How it ended.
  package var end: CallEnd
}

/// How a call ended. Ends are equal when they differ in the numbers of their messages at most, so that calls that failed
/// alike are counted together.
package struct CallEnd: Sendable, Hashable {
  /// The status.
  package let status: StatusCode
  /// The message in one line of at most 120 characters; empty for OK.
  package let cause: String
  /// The message with # for each number.
  private let kind: String

  /// A call that ended well.
  package static let ok = CallEnd(status: .ok, cause: "")

  /// A way to end.
  package init(status: StatusCode, cause: String) {
    self.status = status
    let start = cause.unicodeScalars.prefix(400).map { $0.properties.generalCategory == .control ? " " : $0 }
    self.cause = String(String(String.UnicodeScalarView(start)).prefix(120))
    kind = Self.withoutNumbers(self.cause)
  }

  /// The end of a call that failed.
  package init(_ error: RPCError) { self.init(status: error.code, cause: error.message) }

  private static func withoutNumbers(_ text: String) -> String {
    var kind = ""
    var isNumber = false
    for character in text {
      let isDigit = character.isASCII && character.isNumber
      if !isDigit { kind.append(character) } else if !isNumber { kind.append("#") }
      isNumber = isDigit
    }
    return kind
  }

  /// Whether two calls ended alike.
  package static func == (left: CallEnd, right: CallEnd) -> Bool {
    left.status == right.status && left.kind == right.kind
  }

  /// Hashes status and kind.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(status)
    hasher.combine(kind)
  }
}

extension CallTimes {
  /// A call that is about to be sent.
  package init(due: MonotonicTime) {
    self.init(due: due, sent: .now(), ended: due, end: .ok)
  }

  /// Takes the time of the end.
  package mutating func finish(_ end: CallEnd) {
    ended = .now()
    self.end = end
  }
}

extension CallEnd {
  /// The end of a turn that threw: a status, or a request that could not be made.
  package init(any error: any Error) {
    if let error = error as? RPCError {
      self.init(error)
    } else {
      self.init(RPCError(code: .invalidArgument, message: "\(error)"))
    }
  }
}
