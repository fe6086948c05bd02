internal import Transport

/// A limit or rule that a peer has broken with the connection as a whole: the connection ends.
struct Violation {
  /// What to count it as.
  let limit: ConnectionLimit
  /// What to say, to the peer too.
  let text: String
  /// The code of the GOAWAY.
  var code = ErrorCode.enhanceYourCalm
  /// Whether the connection goes on without new streams until the open ones have ended: what broke the limit came of
  /// single streams, and the others, which may be other people's behind a proxy, are not to suffer.
  var letsCallsFinish = false
}
