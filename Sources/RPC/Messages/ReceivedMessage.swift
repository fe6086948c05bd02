/// A message as it arrived.
struct ReceivedMessage: Sendable, Hashable {
  /// Its bytes, without the prefix.
  let bytes: [UInt8]
  /// Whether they are compressed, in the way the peer's `grpc-encoding` names.
  let isCompressed: Bool
}
