package import ProtoSchema
package import RPC

/// The schema of a service as its server's reflection tells it.
///
/// Sources: the files `grpc/reflection/v1/reflection.proto` and, for older servers, `v1alpha`, which has the same
/// messages on the wire.
package enum ReflectedSchema {
  /// The most files one schema may have.
  private static let maxFiles = 1_000

  /// Asks a server for the file of a service and for all it imports.
  /// - Parameter service: its full name.
  /// - Throws: `RPCError`: UNIMPLEMENTED with what to do instead for a server without reflection, NOT_FOUND with the services there are, INVALID_ARGUMENT for a
  ///   descriptor that is malformed.
  package static func load(
    _ service: String, from channel: Channel, options: CallOptions
  ) async throws(RPCError) -> Schema {
    do throws(RPCError) {
      return try await load(service, .v1, channel, options)
    } catch {
      guard error.code == .unimplemented else { throw error }
      return try await loadFromOlderServer(service, channel, options)
    }
  }

  private static func loadFromOlderServer(
    _ service: String, _ channel: Channel, _ options: CallOptions
  ) async throws(RPCError) -> Schema {
    do throws(RPCError) {
      return try await load(service, .v1alpha, channel, options)
    } catch {
      guard error.code == .unimplemented else { throw error }
      throw .unimplemented(
        "the server has no reflection to ask for the schema of \(service): name its file with --proto FILE, and the "
          + "folder of what it imports with --proto_path DIR")
    }
  }

  private static func load(
    _ service: String, _ version: ReflectionService.Version, _ channel: Channel, _ options: CallOptions
  ) async throws(RPCError) -> Schema {
    let descriptor = MethodDescriptor(service: version.rawValue, name: "ServerReflectionInfo", kind: .bidirectional)
    let dialogue = ReflectionDialogue(call: try await channel.bidirectional(descriptor, options: options))
    var files = try await dialogue.files(declaring: service)
    while let missing = Set(files.values.flatMap(\.imports)).subtracting(files.keys).sorted().first {
      guard files.count < maxFiles else {
        throw .invalidArgument("\(service) needs more than \(maxFiles) schema files")
      }
      for (name, file) in try await dialogue.files(.fileByFilename(missing)) { files[name] = file }
      guard files[missing] != nil else { throw .notFound("the server does not tell the schema file \"\(missing)\"") }
    }
    dialogue.call.finishSending()
    return Schema(files: files.sorted { $0.key < $1.key }.map(\.value))
  }
}

/// Questions to a server's reflection and their answers, one after the other.
private struct ReflectionDialogue {
  let call: BidirectionalCall<ReflectionServerReflectionRequest, ReflectionServerReflectionResponse>

  /// The file a service is declared in and what the server sends with it, by name.
  func files(declaring service: String) async throws(RPCError) -> [String: FileDescriptor] {
    let answer = try await ask(.fileContainingSymbol(service))
    if case .errorResponse(let error) = answer {
      let known = try await services().joined(separator: ", ")
      throw .notFound("service \"\(service)\": \(error.errorMessage); the server has \(known)")
    }
    return try Self.files(answer)
  }

  /// The files that answer a question.
  func files(
    _ question: ReflectionServerReflectionRequest.MessageRequest
  ) async throws(RPCError) -> [String: FileDescriptor] {
    try Self.files(try await ask(question))
  }

  private func services() async throws(RPCError) -> [String] {
    guard case .listServicesResponse(let list) = try await ask(.listServices("")) else { return [] }
    return list.service.map(\.name)
  }

  private func ask(
    _ question: ReflectionServerReflectionRequest.MessageRequest
  ) async throws(RPCError) -> ReflectionServerReflectionResponse.MessageResponse? {
    var request = ReflectionServerReflectionRequest()
    request.messageRequest = question
    try await call.send(request)
    guard let response = try await call.replies.next() else {
      throw .unavailable("the server ended the reflection before it answered")
    }
    return response.messageResponse
  }

  private static func files(
    _ answer: ReflectionServerReflectionResponse.MessageResponse?
  ) throws(RPCError) -> [String: FileDescriptor] {
    guard case .fileDescriptorResponse(let response) = answer else { return [:] }
    var files: [String: FileDescriptor] = [:]
    for bytes in response.fileDescriptorProto {
      do throws(DescriptorError) {
        let file = try FileDescriptor(decoding: bytes)
        files[file.path] = file
      } catch {
        throw .invalidArgument("the server's reflection: \(error)")
      }
    }
    return files
  }
}
