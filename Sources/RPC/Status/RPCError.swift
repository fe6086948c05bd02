public import WireFormat

/// Why a call failed: thrown by handlers and interceptors on the server, and by every call on the client.
public struct RPCError: Error, Sendable, Hashable {
  /// The outcome; an error thrown with `.ok` is answered as `.internal`, because it did not succeed.
  public var code: StatusCode
  /// What happened and, for bad input, what is allowed.
  public var message: String
  /// Machine-readable details, carried in `grpc-status-details-bin`.
  public var details: [GoogleProtobufAny]
  /// Metadata for the trailers: on the server added to the answer, on the client what the server sent.
  public var trailing: Metadata
  /// On the client, the metadata the server sent before the replies; empty when it sent none, and on a server, which sends
  /// what is in ``ServerContext/initialMetadata``.
  public internal(set) var initial = Metadata()

  /// An error with details that are packed already.
  public init(
    code: StatusCode, message: String, packedDetails: [GoogleProtobufAny] = [], trailing: Metadata = Metadata()
  ) {
    self.code = code
    self.message = message
    self.details = packedDetails
    self.trailing = trailing
  }

  /// An error whose details are packed here, each under its own message name.
  public init(_ code: StatusCode, _ message: String, details: [any Message], trailing: Metadata = Metadata()) {
    self.init(code: code, message: message, packedDetails: details.map(GoogleProtobufAny.init(packing:)))
    self.trailing = trailing
  }

  /// An error without details.
  public init(_ code: StatusCode, _ message: String) {
    self.init(code: code, message: message)
  }

  /// The status this error is answered with.
  public var status: Status { Status(code: code, message: message, details: details) }
}

extension RPCError: CustomStringConvertible {
  /// `CODE: message`, or the code alone, with the number of details when there are any.
  public var description: String {
    (message.isEmpty ? "\(code)" : "\(code): \(message)") + (details.isEmpty ? "" : " (\(details.count) details)")
  }
}
