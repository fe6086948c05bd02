import EnrichmentSchema
import Foundation
import ProtoSchema
import Testing
import WireFormat

/// Messages go to Python's `protobuf` and come back, in both forms; `ROUND_TRIP_COUNT` sets how many of each schema.
@Suite("Round trips with Python's protobuf", .timeLimit(.minutes(5)))
struct PythonRoundTripTests {
  static let count = ProcessInfo.processInfo.environment["ROUND_TRIP_COUNT"].flatMap { Int($0) } ?? 10_000
  static let seed: UInt64 = 20_260_131

  @Test("messages with every kind of field are the same on both sides")
  func everyFeature() async throws {
    let root = PythonProgram.root.appending(path: "Tests/WireFormatTests/Protocols")
    let files = ["conformance.proto", "fixture.proto", "wellknown.proto"]
    let schema = try Self.schema(files, in: root)
    let names = schema.files.filter { files.contains($0.path) }.flatMap(\.messages).map(\.fullName)
    try await roundTrip(names, of: schema, files, in: root, types: [.conformance, .fixture, .wellknown])
  }

  @Test("requests and replies of the enrichment service are the same on both sides")
  func enrichment() async throws {
    let root = PythonProgram.root.appending(path: "Protocols")
    let folder = root.appending(path: "spots/enrichment/v1").path
    let own = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { "spots/enrichment/v1/" + $0 }
    let files = own + ["spots/options/v1/access.proto"]
    let schema = try Self.schema(files, in: root)
    let methods = schema.files.flatMap(\.services).flatMap(\.methods)
    let names = Set(methods.flatMap { [$0.requestType, $0.replyType] }).sorted()
    try #require(names.count > 6)
    let types: MessageTypes = [
      .spots_enrichment_v1_service, .spots_enrichment_v1_actions, .spots_enrichment_v1_affinity,
      .spots_enrichment_v1_behavior,
      .spots_enrichment_v1_influence, .spots_enrichment_v1_personality, .spots_enrichment_v1_products,
      .spots_enrichment_v1_session, .spots_enrichment_v1_browser, .spots_enrichment_v1_common,
    ]
    try await roundTrip(names, of: schema, files, in: root, types: types)
  }

  private static func schema(_ files: [String], in root: URL) throws -> Schema {
    let wellKnown = PythonProgram.root.appending(path: "Protocols")
    return try SchemaLoader.load(files) { path in
      let own = try? Data(contentsOf: root.appending(path: path))
      let found = own ?? (try? Data(contentsOf: wellKnown.appending(path: path)))
      return found.map { [UInt8]($0) } ?? (path == DescriptorSchema.path ? Array(DescriptorSchema.text.utf8) : nil)
    }
  }

  private func roundTrip(
    _ names: [String], of schema: Schema, _ files: [String], in root: URL, types: MessageTypes
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "round-trip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let stubs = folder.appending(path: "schema").path
    try FileManager.default.createDirectory(atPath: stubs, withIntermediateDirectories: true)
    let paths = ["-I\(root.path)", "-I\(PythonProgram.root.appending(path: "Protocols").path)"]
    try await PythonProgram.run(["-m", "grpc_tools.protoc"] + paths + ["--python_out=\(stubs)"] + files)
    let arguments = [folder.path, "\(Self.seed)", "\(Self.count)"] + names
    let script = PythonProgram.root.appending(path: "Tests/PythonRoundTripTests/python/round_trip.py").path
    try await PythonProgram.run([script, "generate"] + arguments)
    let messages = try names.map { try #require(types[$0], "\($0) is not linked") }
    try reply(messages, types, in: folder)
    try make(messages, schema, types, in: folder)
    try await PythonProgram.run([script, "check"] + arguments)
  }

  /// Reads what Python wrote, compares the two forms and writes each from the other.
  private func reply(_ messages: [any Message.Type], _ types: MessageTypes, in folder: URL) throws {
    let received = try MessageFile("python", in: folder).read()
    try #require(received.count == Self.count)
    let back = try received.enumerated().map { index, pair in
      try messages[index % messages.count].exchanged(pair, types)
    }
    try MessageFile("back", in: folder).write(back)
  }

  /// Makes random messages and writes both forms of each.
  private func make(
    _ messages: [any Message.Type], _ schema: Schema, _ types: MessageTypes, in folder: URL
  ) throws {
    var random = RandomMessages(schema, seed: Self.seed)
    let made = try (0..<Self.count).map { index in
      let type = messages[index % messages.count]
      return try type.bothForms(random.message(type.messageName), types)
    }
    try MessageFile("made", in: folder).write(made)
  }
}

extension Message {
  /// Both forms of a message of two that were made elsewhere, each of the other.
  fileprivate static func exchanged(
    _ pair: (binary: [UInt8], json: [UInt8]), _ types: MessageTypes
  ) throws -> (binary: [UInt8], json: [UInt8]) {
    let fromBinary = try Self(serializedBytes: pair.binary)
    let fromJSON = try Self(jsonUTF8Bytes: pair.json, types: types)
    let binary = fromJSON.serializedBytes()
    try #require(fromBinary.serializedBytes() == binary, "\(String(decoding: pair.json, as: UTF8.self))")
    try #require(fromBinary.unknownFields.isEmpty)
    return (binary, try fromBinary.jsonUTF8Bytes(options: JSONEncodingOptions(types: types)))
  }

  /// Both forms of a message in any binary form, of which each gives the other.
  fileprivate static func bothForms(
    _ bytes: [UInt8], _ types: MessageTypes
  ) throws -> (binary: [UInt8], json: [UInt8]) {
    let message = try Self(serializedBytes: bytes)
    let json = try message.jsonUTF8Bytes(options: JSONEncodingOptions(types: types))
    let again = try Self(jsonUTF8Bytes: json, types: types)
    try #require(again.serializedBytes() == message.serializedBytes(), "\(String(decoding: json, as: UTF8.self))")
    return (message.serializedBytes(), json)
  }
}
