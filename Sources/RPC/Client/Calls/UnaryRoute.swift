package import EventLoop
internal import HTTP2

/// An encoded request of a unary call, ready to be sent any number of times.
package struct EncodedRequest: Sendable {
  let frame: MessageFrame

  /// A request of these bytes.
  package init(_ bytes: [UInt8]) { frame = MessageFrame(encoded: bytes) }

  /// Bytes of the message.
  package var count: Int { frame.messageLength }
}

/// What the calls of ``UnaryCaller``s have in common that are of one method, go over one channel and have the same options.
/// Of the channel's loop only.
package final class UnaryRoute {
  let method: MethodDescriptor
  let core: ChannelCore
  private let settings: CallSettings
  private let timeout: Int64
  private let head: CallHead

  /// Calls of a method over the part of a channel on a loop. Nil for calls that must be made one by one: when the channel
  /// is not on the loop, has interceptors or may try calls of the method again, and when the options hold credentials.
  package init?(_ method: MethodDescriptor, over channel: Channel, on loop: EventLoop, options: CallOptions) {
    guard channel.interceptors.isEmpty, options.credentials == nil, let core = channel.core(on: loop) else {
      return nil
    }
    let config = core.config(of: method)
    let settings = CallSettings(options, config, channel.limits, start: loop.now)
    guard settings.repetition == nil else { return nil }
    self.method = method
    self.core = core
    self.settings = settings
    let times = [options.timeout, config?.timeout].compactMap { $0?.wholeNanoseconds }
    timeout = times.min() ?? .max
    head = CallHead(
      path: method.path, deadline: options.deadline, encoding: settings.compression.algorithm,
      waitsForReady: settings.waitsForReady, metadata: options.metadata)
  }

  /// The most bytes of a reply, also when expanded.
  var maxReplyBytes: Int { settings.maxReplyBytes }
  /// What the calls of the loop share.
  var environment: ClientEnvironment { core.environment }

  /// When a call that begins now must have ended; nil for never.
  func deadline(now: MonotonicTime) -> MonotonicTime? {
    let deadline = min(head.deadline ?? .distantFuture, now.advanced(nanoseconds: timeout))
    return deadline < .distantFuture ? deadline : nil
  }

  /// The head of a call with this deadline.
  func head(deadline: MonotonicTime?) -> CallHead {
    CallHead(
      path: head.path, deadline: deadline, encoding: head.encoding, waitsForReady: head.waitsForReady,
      metadata: head.metadata)
  }

  /// The request as it goes out.
  /// - Throws: RESOURCE_EXHAUSTED when it is too large.
  func outgoing(_ request: EncodedRequest) throws(RPCError) -> MessageFrame {
    if let fault = settings.sizeFault(request.frame) { throw fault }
    return settings.compression.apply(to: request.frame, environment.compressor)
  }
}
