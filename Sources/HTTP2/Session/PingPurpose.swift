/// Why a PING was sent. Answers come in the order of the questions (RFC 9113 section 6.7).
enum PingPurpose {
  /// To learn that the peer has read what was sent before: the first GOAWAY of a drain.
  case drain
  /// To learn whether the peer is still there.
  case keepalive
  /// Because the owner asked.
  case probe
}
