import RPC
import WireFormat

/// A service without methods, of whatever schema a test wants.
struct DescribedService: RPCService {
  let serviceName = "test.Described"
  let methods: [RPCMethod] = []
  let schema: [SchemaFile]

  /// The details of errors, which import another file, and a file that extends a message of its own.
  static let rich = DescribedService(schema: [
    GoogleProtobufDurationSchema.file, GoogleRpcErrorDetailsSchema.file, extending,
  ])

  /// `message M { extensions …; }` and two extensions of it in the package `x`, in two scopes.
  static let extending = SchemaFile(
    name: "x/extending.proto",
    descriptor: field(1, text: "x/extending.proto") + field(2, text: "x")
      + field(4, field(1, text: "M")) + field(4, field(1, text: "Scope") + field(6, extensionField("inner", 101)))
      + field(7, extensionField("outer", 100)))

  private static func extensionField(_ name: String, _ number: UInt8) -> [UInt8] {
    field(1, text: name) + field(2, text: ".x.M") + [3 << 3, number]
  }

  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(bytes.count)] + bytes
  }

  private static func field(_ number: UInt8, text: String) -> [UInt8] { field(number, Array(text.utf8)) }
}

extension SchemaFile {
  /// A file of the bytes of a descriptor.
  init(name: String, descriptor: [UInt8]) {
    self.init(name: name, scalars: String(String.UnicodeScalarView(descriptor.map { Unicode.Scalar($0) })))
  }
}
