import Foundation
import ProtoCompiler
import ProtoSchema
import Testing

@Suite("Our own schema", .timeLimit(.minutes(1)))
struct OwnSchemaTests {
  static let root = Program.root.appending(path: "Protocols")

  @Test("every method of every service says who may call it")
  func access() throws {
    let files = DescriptorSetTests.files(under: "spots", of: Self.root)
    let schema = try SchemaLoader.load(files) { path in
      (try? Data(contentsOf: Self.root.appending(path: path))).map { [UInt8]($0) }
        ?? WellKnownSchemas.text(of: path).map { [UInt8]($0.utf8) }
    }
    let services = schema.files.filter { $0.path.hasPrefix("spots/") }.flatMap(\.services)
    try #require(services.count >= 2)
    for service in services {
      for method in service.methods {
        let rules = method.options.written.filter { $0.name.first == "(spots.options.v1.access)" }
        #expect(rules.count == 1, "\(service.fullName)/\(method.name) needs option (spots.options.v1.access)")
      }
    }
  }
}
