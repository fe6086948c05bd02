internal import WireFormat

/// The standard reflection service, `grpc.reflection.v1.ServerReflection` or its older form `v1alpha`: tells tools such
/// as grpcurl which services there are and what their messages look like.
///
/// It shows the whole schema to everybody who may call it: leave it out where that is not wanted.
public struct ReflectionService: ServerReflectionServer {
  /// The two forms of the service, on the wire the same but for the name.
  public enum Version: String, Sendable, CaseIterable {
    case v1 = "grpc.reflection.v1.ServerReflection"
    case v1alpha = "grpc.reflection.v1alpha.ServerReflection"
  }

  private let version: Version
  private let index: SchemaIndex

  /// Both versions, describing the services and themselves; to be served beside them.
  /// - Throws: when a service's schema is malformed, which that of generated code never is.
  public static func describing(_ services: [any RPCService]) throws(ServerConfigurationError) -> [any RPCService] {
    let names = services.map(\.serviceName) + Version.allCases.map(\.rawValue)
    let own = [GrpcReflectionV1ReflectionSchema.file, GrpcReflectionV1alphaReflectionSchema.file]
    let index = try SchemaIndex(services: names, files: services.flatMap(\.schema) + own)
    return Version.allCases.map { ReflectionService(version: $0, index: index) }
  }

  /// The full name of the version.
  public var serviceName: String { version.rawValue }

  /// Answers one question after another; one that has no answer gets an error response and does not end the call.
  public func serverReflectionInfo(
    _ requests: RequestStream<ReflectionServerReflectionRequest>,
    replies: ReplyWriter<ReflectionServerReflectionResponse>, context: ServerContext
  ) async throws {
    for try await request in requests {
      var response = ReflectionServerReflectionResponse()
      response.validHost = request.host
      response.originalRequest = request
      do throws(RPCError) {
        response.messageResponse = try answer(request.messageRequest)
      } catch {
        response.messageResponse = .errorResponse(Self.response(error))
      }
      try await replies.write(response)
    }
  }

  private func answer(
    _ question: ReflectionServerReflectionRequest.MessageRequest?
  ) throws(RPCError) -> ReflectionServerReflectionResponse.MessageResponse {
    switch question {
    case .listServices: .listServicesResponse(services)
    case .fileByFilename(let name): try files(index.file(named: name), "no schema file \"\(name)\" is known")
    case .fileContainingSymbol(let name): try files(index.file(declaring: name), "nothing is called \"\(name)\"")
    case .fileContainingExtension(let wanted):
      try files(
        index.file(extending: wanted.containingType, number: wanted.extensionNumber),
        "\"\(wanted.containingType)\" has no extension \(wanted.extensionNumber)")
    case .allExtensionNumbersOfType(let name): try extensions(of: name)
    case nil: throw .invalidArgument("the request asks nothing: one field of message_request must be set")
    }
  }

  private var services: ReflectionListServiceResponse {
    var response = ReflectionListServiceResponse()
    response.service = index.services.map { name in
      var service = ReflectionServiceResponse()
      service.name = name
      return service
    }
    return response
  }

  private func files(
    _ file: SchemaFile?, _ refusal: String
  ) throws(RPCError) -> ReflectionServerReflectionResponse.MessageResponse {
    guard let file else { throw .notFound(refusal) }
    var response = ReflectionFileDescriptorResponse()
    response.fileDescriptorProto = index.closure(of: file).map(\.descriptor)
    return .fileDescriptorResponse(response)
  }

  private func extensions(
    of type: String
  ) throws(RPCError) -> ReflectionServerReflectionResponse.MessageResponse {
    guard let numbers = index.extensionNumbers(of: type) else { throw .notFound("no message is called \"\(type)\"") }
    var response = ReflectionExtensionNumberResponse()
    response.baseTypeName = type
    response.extensionNumber = numbers
    return .allExtensionNumbersResponse(response)
  }

  private static func response(_ error: RPCError) -> ReflectionErrorResponse {
    var response = ReflectionErrorResponse()
    response.errorCode = Int32(error.code.rawValue)
    response.errorMessage = error.message
    return response
  }
}
