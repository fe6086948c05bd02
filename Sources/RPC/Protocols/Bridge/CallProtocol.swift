package import Transport

/// A way of making calls other than gRPC's own: how its requests are told from others, and how it writes what gRPC says.
///
/// A server asks the values of ``ServerConfiguration/protocols`` in their order about every request that is no gRPC call.
/// What one of them takes for a call becomes an ordinary call of its method: interceptors, limits, deadline and
/// cancellation are the same, and no handler knows which protocol its caller speaks.
public struct CallProtocol: Sendable {
  /// What it is called, such as `connect`.
  public let name: String
  /// Whether calls end with trailers, which HTTP/2 alone brings to every caller.
  let needsHTTP2: Bool
  /// What becomes of a request, told by its head and what the listener offers. Runs on the connection's loop.
  package let judge: @Sendable (HTTPRequestHead, CallOffer) -> CallJudgement

  /// A protocol that judges requests so.
  ///
  /// Within this package this is how a room of its own opens a door to calls, such as one of JSON routes: the judgement
  /// names the method and the metadata, and a ``CallTranslation`` renders whatever body the door is to have.
  package init(
    name: String, needsHTTP2: Bool = false, judge: @escaping @Sendable (HTTPRequestHead, CallOffer) -> CallJudgement
  ) {
    self.name = name
    self.needsHTTP2 = needsHTTP2
    self.judge = judge
  }
}

/// What a ``CallProtocol`` makes of a request.
package enum CallJudgement {
  /// It is none of the protocol's: the next one is asked.
  case other
  /// It is no call, and this answers it.
  case answer(HTTPAnswer)
  /// It is a call.
  case call(TranslatedRequest)
}

/// What can be called on a listener, and what that may cost.
package struct CallOffer: Sendable {
  private let methods: MethodTable
  /// What one call may cost.
  package let limits: RPCLimits

  init(_ methods: MethodTable, _ limits: RPCLimits) {
    self.methods = methods
    self.limits = limits
  }

  /// The method at a path, nil when there is none.
  package subscript(path: String) -> MethodDescriptor? { methods[path]?.descriptor }

  /// The binary form of a request of the method at the path: the same for all that mean the same.
  /// - Throws: INVALID_ARGUMENT with the place and what is allowed there.
  package func request(json: [UInt8], of path: String) throws(RPCError) -> [UInt8] {
    guard let converted = methods[path]?.json else { throw .unimplemented("\(path) has no JSON form here") }
    return try converted.request(json)
  }

  /// The same of a request that is binary already.
  /// - Throws: INVALID_ARGUMENT with the place and what is allowed there.
  package func request(binary: [UInt8], of path: String) throws(RPCError) -> [UInt8] {
    guard let converted = methods[path]?.json else { throw .unimplemented("\(path) has no JSON form here") }
    return try converted.canonical(binary)
  }
}

/// A request as gRPC would have said it, and what translates its body and its answer.
package struct TranslatedRequest {
  /// The path of the method, `/service/method`. One that no service has makes a call that ends with UNIMPLEMENTED.
  package var path: String
  /// The caller's metadata, and of gRPC's own fields those that stand for what the request says: `grpc-timeout`,
  /// `grpc-encoding`, `grpc-accept-encoding`. Names in lower case, no pseudo-headers.
  package var fields: [HeaderField]
  /// What translates; of this call alone.
  package var translation: any CallTranslation
  /// Nanoseconds that the caller waits, where no `grpc-timeout` says it; nil for ever.
  package var timeout: Int64?
  /// The request, where the target says it whole.
  package var keepable: KeepableRequest?
  /// What logs call the protocol, where it is not its ``CallProtocol/name``.
  package var callProtocol: String?
  /// What is wrong with the head: the call ends with it, once its interceptors have judged who calls.
  package var fault: RPCError?

  /// A request for the method at the path.
  package init(
    path: String, fields: [HeaderField], translation: any CallTranslation, timeout: Int64? = nil, fault: RPCError? = nil
  ) {
    self.path = path
    self.fields = fields
    self.translation = translation
    self.timeout = timeout
    self.fault = fault
  }
}

/// An answer that is whole: a status, fields and a body.
package struct HTTPAnswer: Sendable {
  /// The status.
  package var status: Int
  /// The fields, names in lower case, without the status.
  package var fields: [HeaderField]
  /// The body; not sent to a `HEAD`.
  package var body: [UInt8]

  /// An answer with these parts; no body unless told otherwise.
  package init(_ status: Int, _ fields: [HeaderField] = [], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// An answer of plain text.
  package init(_ status: Int, text: String, _ fields: [HeaderField] = []) {
    self.init(
      status, [HeaderField("content-type", "text/plain; charset=utf-8")] + fields, body: Array("\(text)\n".utf8))
  }
}
