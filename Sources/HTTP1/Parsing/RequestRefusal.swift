internal import Transport

/// Why a request is answered with an error and its connection closed.
struct RequestRefusal: Error, Hashable {
  /// The status of the answer.
  let status: Int
  /// What is wrong, for the peer to read.
  let reason: String
  /// What it counts as.
  var limit = ConnectionLimit.protocolErrors

  /// A request that breaks a rule.
  static func malformed(_ reason: String) -> RequestRefusal { RequestRefusal(status: 400, reason: reason) }

  /// A request that asks for what is not done here.
  static func unsupported(_ status: Int, _ reason: String) -> RequestRefusal {
    RequestRefusal(status: status, reason: reason)
  }

  /// A request that is larger than is allowed.
  static func tooLarge(_ status: Int, _ reason: String) -> RequestRefusal {
    RequestRefusal(status: status, reason: reason, limit: .headerList)
  }

  /// A request whose end does not come.
  static func stalled(_ reason: String) -> RequestRefusal {
    RequestRefusal(status: 408, reason: reason, limit: .stalledInput)
  }
}
