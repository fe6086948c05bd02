/// What a task gets that waits for a message.
final class MessageDelivery: Sendable {
  let result: Result<[UInt8]?, RPCError>

  init(_ result: Result<[UInt8]?, RPCError>) {
    self.result = result
  }
}
