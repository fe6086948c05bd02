import ArgumentParser
import DynamicMessages
import EnrichmentClient
import FoundationEssentials
import LoadTesting
import ProtoSchema
import RPC

/// What is called, and with what.
struct RequestOptions: ParsableArguments {
  @Option(help: "Schema file of the method; may be repeated. Without one, the server's reflection is asked.")
  var proto: [String] = []
  @Option(name: [.customLong("proto_path"), .customLong("proto-path")], help: "Folder that imports are looked for in.")
  var protoPath: [String] = []
  @Option(help: "PACKAGE.SERVICE/METHOD.")
  var method = "\(EnrichmentMethod.serviceName)/\(EnrichmentMethod.getRealWorldBehavior.name)"
  @Option(
    help: "The request as JSON, with places such as {{seq}}, {{uuid}}, {{int 1 9}}, {{choice a b}}, {{csv column}}.")
  var data: String?
  @Option(help: "CSV file for {{csv COLUMN}}.")
  var csv: String?
  @Option(help: "File of requests as JSON, one a line, sent in turn.")
  var requests: String?
  @Option(
    help: """
      Segment that the enrichment service is asked about where --data and --requests do not say it. [the first that can \
      be answered]
      """)
  var segment: String?
  @Option(help: "Messages of each client or bidirectional stream, 1 to 1,000,000.")
  var messages = 100
  @Option(help: "Messages of a bidirectional stream that may be without their reply; 1 is ping-pong.")
  var window = 1

  func validate() throws {
    try Bounds.check("--messages", messages, in: 1...1_000_000)
    try Bounds.check("--window", window, in: 1...100_000)
    guard method.split(separator: "/", omittingEmptySubsequences: false).count == 2 else {
      throw ValidationError("--method \(method): expected PACKAGE.SERVICE/METHOD")
    }
    if let segment, segment.unicodeScalars.contains(where: { $0 == "\"" || $0 == "\\" || $0.value < 0x20 }) {
      throw ValidationError("--segment \(segment): an id has no quote, backslash or control character")
    }
    if data != nil, requests != nil { throw ValidationError("--data and --requests: give one of them") }
  }

  /// What a run does.
  ///
  /// - Parameters:
  ///   - options: deadline and metadata of each call, and of those that ask for the schema.
  ///   - think: pause before each message of a stream but the first.
  ///   - channel: where a schema is asked for that is not on disk.
  func workload(options: CallOptions, think: Duration, channel: Channel) async throws -> any Workload {
    let (descriptor, encoding) = try await findMethod(channel, options)
    let source = try source(encoding)
    guard descriptor.kind != .unary else {
      return UnaryWorkload(descriptor, source: source, options: options)
    }
    return StreamWorkload(
      descriptor, source: source, options: options, messages: descriptor.kind == .serverStreaming ? 1 : messages,
      window: window, think: think)
  }

  // MARK: The method

  /// Whether it is a method of the enrichment service, whose schema is part of the program.
  var isOwn: Bool { proto.isEmpty && service == EnrichmentMethod.serviceName }

  private var service: String { String(method.prefix { $0 != "/" }) }

  private func findMethod(
    _ channel: Channel, _ options: CallOptions
  ) async throws -> (RPC.MethodDescriptor, RequestEncoding) {
    if isOwn, let own = EnrichmentMethod.allCases.first(where: { method.hasSuffix("/\($0.name)") }) {
      return ownMethod(own)
    }
    let schema =
      proto.isEmpty
      ? try await ReflectedSchema.load(service, from: channel, options: options)
      : try SchemaFiles.load(proto, roots: protoPath)
    let found = try FoundMethod(method, in: schema)
    let encoder = MessageEncoder(schema: schema)
    let type = found.method.requestType
    let encoding: RequestEncoding = { text throws(MessageEncodingError) in try encoder.binary(ofJSON: text, as: type) }
    return (found.descriptor, encoding)
  }

  private func ownMethod(_ own: EnrichmentMethod) -> (RPC.MethodDescriptor, RequestEncoding) {
    let encoding: RequestEncoding = { text throws(MessageEncodingError) in
      do { return try own.request(ofJSON: text) } catch { throw MessageEncodingError(path: "", reason: "\(error)") }
    }
    return (own.descriptor, encoding)
  }

  // MARK: The requests

  private func source(_ encoding: @escaping RequestEncoding) throws -> RequestSource {
    if let requests {
      let lines = try text(of: requests).lines
      guard !lines.isEmpty else { throw ValidationError("--requests \(requests): the file has no line") }
      return .recorded(
        try lines.map { (number: Int, line: String) throws(ValidationError) -> [UInt8] in
          do { return try encoding(line) } catch { throw ValidationError("\(requests):\(number): \(error)") }
        })
    }
    do {
      let table = try csv.map(csvTable)
      return try RequestSource(RequestTemplate(data ?? usual, table: table), encoding: encoding)
    } catch let error as MessageEncodingError {
      throw ValidationError("--data: \(error)")
    }
  }

  /// What is sent when nothing is said: the segment to methods of the enrichment service that take one; an empty message
  /// where there is none, and to every other method.
  private var usual: String {
    let none: [EnrichmentMethod] = [.listSegments, .listZones, .listItems, .listZoneLifts, .getBudget]
    let takesNone = none.contains { method.hasSuffix("/\($0.name)") }
    guard isOwn, let segment, !takesNone else { return "{}" }
    return #"{"user_segment":{"segment_id":"\#(segment)"}}"#
  }

  private func csvTable(_ path: String) throws -> CSVTable {
    let text = try text(of: path).text
    do { return try CSVTable(text) } catch { throw ValidationError("\(path): \(error)") }
  }

  private func text(of path: String) throws -> InputText {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): the file cannot be read")
    }
    do { return try InputText([UInt8](data)) } catch { throw ValidationError("\(path): \(error)") }
  }
}

extension FoundMethod {
  /// The method as a channel calls it.
  var descriptor: RPC.MethodDescriptor {
    let kind: MethodKind =
      switch (method.isRequestStream, method.isReplyStream) {
      case (false, false): .unary
      case (false, true): .serverStreaming
      case (true, false): .clientStreaming
      case (true, true): .bidirectional
      }
    return RPC.MethodDescriptor(service: service, name: method.name, kind: kind)
  }
}
