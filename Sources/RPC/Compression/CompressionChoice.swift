/// Whether something is to be compressed, as the program says for one message or for all messages of a call.
///
/// What never changes: a server compresses only what its caller accepts, and a client only in a call that is on. Leave
/// messages that mix secrets with text of a stranger uncompressed, because the length of the result tells about the secret.
public enum CompressionChoice: Sendable, Hashable {
  /// A message: as its call says. A call: as the configuration says.
  case automatic
  /// A message: compressed whatever its size, also when it grows by it. A call: messages from
  /// ``CompressionPolicy/threshold`` on are compressed where that makes them smaller.
  case on
  /// A message: sent as it is. A call: none is compressed, not even one that asks for it.
  case off
}
