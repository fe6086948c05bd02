package import Transport

/// What one call of another protocol needs: makes messages of its request's body, and a body of its replies.
///
/// Of one call alone and called on its loop. In this order: any number of `received`, then `receivedEnd`, while on the
/// other side, perhaps before all of these, come `begins` at most once, any number of `reply`, and `ends` once; after the
/// stream has closed, nothing. A call that ends before its first reply, with an error or without one, has no `begins`
/// unless it has initial metadata.
package protocol CallTranslation: AnyObject {
  /// A piece of the request's body. Its bytes count as not consumed until they are handed back with
  /// ``CallBridge/consume(_:)`` or go to the call with ``CallBridge/receive(frame:takenFrom:)``.
  func received(_ data: UnsafeRawBufferPointer, _ call: CallBridge)
  /// The request's body is complete.
  func receivedEnd(_ call: CallBridge)
  /// The call has taken all it was given, and can take more.
  func takesMore(_ call: CallBridge)
  /// The answer begins with this initial metadata; replies may be compressed in this way.
  func begins(_ metadata: [HeaderField], _ compression: CompressionAlgorithm?, _ call: CallBridge)
  /// A reply as gRPC frames it: a flag, which is 1 for one that is compressed, four bytes of length, the message.
  func reply(_ frame: [UInt8], _ call: CallBridge)
  /// The call has ended with the status and this trailing metadata.
  func ends(_ status: Status, _ metadata: [HeaderField], _ call: CallBridge)
}

extension CallTranslation {
  /// Nothing to do for what hands over all it gets at once.
  package func takesMore(_ call: CallBridge) {}
}

/// A request's body that is one message, gathered behind room for the prefix that gRPC puts before it.
package struct GatheredBody {
  private var bytes = [UInt8](repeating: 0, count: MessageFrame.prefixLength)

  /// A body of which nothing has come.
  package init() {}

  /// A body that is there.
  package init(_ message: [UInt8]) { bytes += message }

  /// How many bytes have come.
  package var count: Int { bytes.count - MessageFrame.prefixLength }

  /// What has come.
  package var message: [UInt8] { Array(bytes[MessageFrame.prefixLength...]) }

  /// Takes a piece.
  /// - Throws: RESOURCE_EXHAUSTED when the body is larger than requests may be; the piece is not kept.
  package mutating func take(_ data: UnsafeRawBufferPointer, limit: Int) throws(RPCError) {
    guard count + data.count <= limit else {
      throw FramingError.tooLarge(length: count + data.count, limit: limit).rpcError
    }
    unsafe bytes.append(contentsOf: data)
  }

  /// Takes what has come as a frame, and is empty then.
  package mutating func takeFrame(isCompressed: Bool) -> [UInt8] {
    var frame = bytes
    bytes = [UInt8](repeating: 0, count: MessageFrame.prefixLength)
    let length = frame.count - MessageFrame.prefixLength
    unsafe frame.withUnsafeMutableBytes {
      unsafe MessageFrame.writePrefix($0, length: length, isCompressed: isCompressed)
    }
    return frame
  }
}

extension [UInt8] {
  /// The message of a frame, as ``CallTranslation/reply(_:_:)`` has it.
  package var framedMessage: [UInt8] { Array(dropFirst(MessageFrame.prefixLength)) }
}
