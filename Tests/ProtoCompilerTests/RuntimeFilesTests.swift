import Foundation
import ProtoCompiler
import ProtoSchema
import Testing

@Suite("Files that are part of the runtime", .timeLimit(.minutes(1)))
struct RuntimeFilesTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  @Test("the schemas kept in the compiler declare the same as Protocols", arguments: OutputName.wellKnownTypes.sorted())
  func sameSchema(path: String) throws {
    let file = try SchemaLoader.load([path]) {
      try? Array(Data(contentsOf: Self.root.appending(path: "Protocols/" + $0)))
    }
    let kept = try SchemaLoader.load([path]) { WellKnownSchemas.text(of: $0).map { Array($0.utf8) } }
    #expect(Self.shape(file) == Self.shape(kept))
    #expect(file.files.map(\.swiftPrefix) == kept.files.map(\.swiftPrefix))
  }

  private static func shape(_ schema: Schema) -> [String] {
    let fields = schema.messages.values.flatMap { message in
      message.fields.map {
        "\(message.fullName).\($0.name) \($0.number) \($0.kind) \($0.cardinality) \(String(describing: $0.oneofIndex))"
      }
    }
    return
      (fields + schema.enums.values.flatMap { item in item.values.map { "\(item.fullName).\($0.name) \($0.number)" } })
      .sorted()
  }

  @Test("they are not generated again unless asked for")
  func leftOut() throws {
    let path = "google/protobuf/any.proto"
    let schema = try SchemaLoader.load([path]) { WellKnownSchemas.text(of: $0).map { Array($0.utf8) } }
    #expect(try Generator(schema: schema, paths: [path], options: GeneratorOptions()).generate().isEmpty)
  }
}
