internal import ProtoSchema

/// Writes the stubs of a service: method descriptors, the protocol a server implements, and a client.
struct ServiceEmitter {
  let generator: GeneratorContext
  let service: ServiceDescriptor
  /// The file it is declared in.
  let path: String
  let methods: [MethodForm]
  private let names: ServiceNames

  var access: String { generator.options.access }

  init(generator: GeneratorContext, service: ServiceDescriptor, path: String) {
    self.path = path
    self.generator = generator
    self.service = service
    names = generator.names.service(service.fullName) ?? ServiceNames(service, stem: service.name)
    methods = zip(service.methods, names.calls).map { MethodForm($0, swiftName: $1, names: generator.names) }
  }

  func emit(into out: inout SourceText) {
    descriptors(into: &out)
    out.line()
    server(into: &out)
    out.line()
    client(into: &out)
  }

  private func descriptors(into out: inout SourceText) {
    out.line("/// The methods of `\(service.fullName)`.")
    out.block("\(access)enum \(names.methods)") { out in
      for form in methods {
        out.line("/// `\(form.method.name)`.")
        out.line("\(access)static let \(form.swiftName) = RPC.MethodDescriptor(")
        out.indented { out in
          let name = "\(service.fullName.swiftLiteral), name: \(form.method.name.swiftLiteral)"
          let isFree = form.method.isFreeOfSideEffects
          let isLast = form.customOptions.isEmpty && !isFree
          out.line("service: \(name), kind: .\(form.kind.rawValue)\(isLast ? ")" : ",")")
          if !form.customOptions.isEmpty { options(form.customOptions, end: isFree ? "]," : "])", into: &out) }
          if isFree { out.line("isFreeOfSideEffects: true)") }
        }
      }
    }
  }

  private func options(_ bytes: [UInt8], end: String, into out: inout SourceText) {
    out.line("options: [")
    out.indented { out in
      for start in stride(from: 0, to: bytes.count, by: Self.bytesInLine) {
        let line = bytes[start...].prefix(Self.bytesInLine)
        out.line(
          line.map { "0x" + ($0 < 0x10 ? "0" : "") + String($0, radix: 16, uppercase: true) + "," }.joined(
            separator: " "))
      }
    }
    out.line(end)
  }

  private static let bytesInLine = 16

  private func server(into out: inout SourceText) {
    out.documentation(
      service.comment, else: "A server of `\(service.fullName)`.", isDeprecated: service.isDeprecated)
    out.block("\(access)protocol \(names.server): RPC.RPCService") { out in
      for form in methods {
        out.documentation(form.method.comment, else: "`\(form.method.name)`.", isDeprecated: form.method.isDeprecated)
        out.requirement(form.serverDeclaration)
      }
    }
    out.line()
    out.block("extension \(names.server)") { out in
      out.line("/// The service's full name.")
      out.line("\(access)var serviceName: String { \(service.fullName.swiftLiteral) }")
      out.line()
      out.line("/// The schema file the service is declared in, behind all those it imports.")
      let schema = generator.names.file(path)?.services ?? "Services"
      out.line("\(access)var schema: [WireFormat.SchemaFile] { \(schema).schema }")
      out.line()
      out.line("/// The service's methods with their handlers.")
      out.block("\(access)var methods: [RPC.RPCMethod]") { out in
        out.line("[")
        for form in methods {
          out.indented {
            let method = ".\(form.kind.rawValue)(\(form.method.name.swiftLiteral), \(form.handlerReference))"
            let options = ".with(options: \(names.methods).\(form.swiftName).options)"
            let free = form.method.isFreeOfSideEffects ? ".freeOfSideEffects()" : ""
            $0.line(method + (form.customOptions.isEmpty ? "" : options) + free + ",")
          }
        }
        out.line("]")
      }
    }
  }

  private func client(into out: inout SourceText) {
    out.documentation(
      service.comment, else: "A client of `\(service.fullName)`.", isDeprecated: service.isDeprecated)
    out.block("\(access)struct \(names.client): Sendable") { out in
      out.line("/// Where the calls go.")
      out.line("\(access)let channel: RPC.Channel")
      out.line()
      out.line("/// A client that calls over a channel.")
      out.block("\(access)init(channel: RPC.Channel)") { $0.line("self.channel = channel") }
      for form in methods {
        out.line()
        out.documentation(form.method.comment, else: "`\(form.method.name)`.", isDeprecated: form.method.isDeprecated)
        out.function(access + form.clientDeclaration) { out in
          out.line(form.clientBody(methods: "\(names.methods)"))
        }
      }
    }
  }
}
