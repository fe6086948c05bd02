import RPC
import Testing
import WireFormat

@Suite("The reflection service", .timeLimit(.minutes(2)))
struct ReflectionTests {
  typealias Question = ReflectionServerReflectionRequest.MessageRequest
  typealias Answer = ReflectionServerReflectionResponse.MessageResponse

  /// What a server of the echo service, health and a service of a rich schema answers to the questions, on one stream.
  private func ask(
    _ questions: [Question?], version: ReflectionService.Version = .v1
  ) async throws -> [ReflectionServerReflectionResponse] {
    let services: [any RPCService] = [HealthService(), DescribedService.rich]
    let reflection = try ReflectionService.describing(services)
    var answers: [ReflectionServerReflectionResponse] = []
    try await LiveServer.run(services: services + reflection) { live async throws in
      let method = MethodDescriptor(service: version.rawValue, name: "ServerReflectionInfo", kind: .bidirectional)
      let call: BidirectionalCall<ReflectionServerReflectionRequest, ReflectionServerReflectionResponse> =
        try await live.channel.bidirectional(method)
      for question in questions {
        var request = ReflectionServerReflectionRequest()
        request.host = "a host"
        request.messageRequest = question
        try await call.send(request)
        let answer = try #require(try await call.replies.next())
        #expect(answer.originalRequest == request && answer.validHost == "a host")
        answers.append(answer)
      }
      call.finishSending()
      #expect(try await call.replies.next() == nil)
    }
    return answers
  }

  private func files(_ answer: ReflectionServerReflectionResponse) -> [[UInt8]]? {
    guard case .fileDescriptorResponse(let response) = answer.messageResponse else { return nil }
    return response.fileDescriptorProto
  }

  private func errorCode(_ answer: ReflectionServerReflectionResponse) -> StatusCode? {
    guard case .errorResponse(let error) = answer.messageResponse else { return nil }
    return error.errorMessage.isEmpty ? nil : StatusCode(rawValue: Int(error.errorCode))
  }

  @Test("both versions list every service, themselves too", arguments: ReflectionService.Version.allCases)
  func services(version: ReflectionService.Version) async throws {
    let answer = try #require(try await ask([.listServices("")], version: version).first)
    guard case .listServicesResponse(let response) = answer.messageResponse else {
      throw RPCError.internal("no list: \(answer)")
    }
    #expect(
      response.service.map(\.name) == [
        "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
        "test.Described",
      ])
  }

  @Test("a file is found by its name and comes with all that it imports, each once")
  func closure() async throws {
    let answers = try await ask([
      .fileByFilename("grpc/health/v1/health.proto"), .fileByFilename("google/rpc/error_details.proto"),
    ])
    #expect(files(answers[0]) == [GrpcHealthV1HealthSchema.file.descriptor])
    #expect(
      files(answers[1]) == [GoogleRpcErrorDetailsSchema.file.descriptor, GoogleProtobufDurationSchema.file.descriptor])
  }

  @Test(
    "a file is found by the full name of anything it declares",
    arguments: [
      "Health", "Health.Check", "Health.Watch", "HealthCheckRequest", "HealthCheckRequest.service",
      "HealthCheckResponse.ServingStatus", "HealthCheckResponse.NOT_SERVING", "HealthListResponse.StatusesEntry",
      "HealthListResponse.StatusesEntry.key",
    ])
  func symbols(name: String) async throws {
    let answers = try await ask([.fileContainingSymbol("grpc.health.v1." + name)])
    #expect(files(answers[0]) == [GrpcHealthV1HealthSchema.file.descriptor])
  }

  @Test("extensions are found by what they extend, wherever they are declared")
  func extensions() async throws {
    func wanted(_ number: Int32) -> Question {
      var request = ReflectionExtensionRequest()
      request.containingType = "x.M"
      request.extensionNumber = number
      return .fileContainingExtension(request)
    }
    let answers = try await ask([
      wanted(100), wanted(101), wanted(102), .allExtensionNumbersOfType("x.M"), .allExtensionNumbersOfType("x.Scope"),
      .allExtensionNumbersOfType("x.None"), .fileContainingSymbol("x.Scope.inner"), .fileContainingSymbol("x.outer"),
    ])
    for index in [0, 1, 6, 7] { #expect(files(answers[index]) == [DescribedService.extending.descriptor]) }
    #expect(errorCode(answers[2]) == .notFound)
    func numbers(_ answer: ReflectionServerReflectionResponse) -> [Int32]? {
      guard case .allExtensionNumbersResponse(let response) = answer.messageResponse else { return nil }
      return response.extensionNumber
    }
    #expect(numbers(answers[3]) == [100, 101])
    #expect(numbers(answers[4]) == [])
    #expect(errorCode(answers[5]) == .notFound)
  }

  @Test("what is not there is answered with an error that ends nothing")
  func unknown() async throws {
    let answers = try await ask([
      .fileByFilename("none.proto"), .fileContainingSymbol("no.Name"), .fileContainingSymbol("test.Described"),
      .fileContainingSymbol(""), nil, .fileContainingSymbol("grpc.health.v1.Health"),
    ])
    #expect(answers.dropLast().map(errorCode) == [.notFound, .notFound, .notFound, .notFound, .invalidArgument])
    #expect(files(answers[5])?.count == 1)
  }

  @Test(
    "a schema that is none is refused when the server is put together", arguments: [[0x0A, 5, 1], [0x0B], [0x22, 0]])
  func malformed(descriptor: [UInt8]) {
    let service = DescribedService(schema: [SchemaFile(name: "bad.proto", descriptor: descriptor)])
    let error = #expect(throws: ServerConfigurationError.self) { try ReflectionService.describing([service]) }
    #expect(error?.reason.contains("bad.proto") == true)
  }
}
