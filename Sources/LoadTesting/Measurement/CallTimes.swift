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
