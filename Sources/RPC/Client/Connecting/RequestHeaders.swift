internal import EventLoop
internal import HTTP2

/// The headers a call begins with.
enum RequestHeaders {
  /// What every call begins with.
  static let constant = ConstantHeaders([":method": "POST"])

  /// The headers after the constant ones; the timeout is what is left of the deadline.
  static func fields(for call: ClientCall, recipe: ConnectionRecipe, userAgent: String, now: MonotonicTime)
    -> [HeaderField]
  {
    var fields = [
      HeaderField(":scheme", recipe.scheme), HeaderField(":path", call.method.path),
      HeaderField(":authority", recipe.authority), HeaderField("te", "trailers"),
      HeaderField("content-type", "application/grpc"), HeaderField("user-agent", userAgent),
    ]
    if let deadline = call.deadline, deadline < .distantFuture {
      fields.append(HeaderField("grpc-timeout", Timeout.format(nanoseconds: (deadline - now).wholeNanoseconds)))
    }
    fields += call.options.metadata.headerFields
    return fields
  }
}
