internal import ProtoSchema

/// Swift names of what is made for a file and not for a declaration in it.
struct FileNames {
  /// The type with the descriptor of a file: `google/rpc/status.proto` gives `GoogleRpcStatusSchema`.
  let schema: String
  /// The type with the descriptors that services need: `spots/admin/v1/admin.proto` gives `SpotsAdminV1AdminServices`.
  let services: String
  /// The set of the file's messages: `shop/v1/order.proto` is `MessageTypes.shop_v1_order`.
  let messageSet: String

  /// The type with the descriptor of a file that is the runtime's.
  static func runtimeSchema(of path: String) -> String {
    "WireFormat." + SwiftNames.upperCamel(SwiftNames.word(path)) + "Schema"
  }
}

/// Swift names of the stubs of a service.
struct ServiceNames {
  /// The values with the descriptors of its methods.
  let methods: String
  /// The protocol of servers.
  let server: String
  /// The client.
  let client: String
  /// The methods, in order.
  let calls: [String]

  init(_ service: ServiceDescriptor, stem: String) {
    (methods, server, client) = (stem + "Methods", stem + "Server", stem + "Client")
    var scope = NameScope()
    let wanted = service.methods.map { WantedName(name: SwiftNames.lowerCamel($0.name), word: "Method") }
    calls = scope.names(for: wanted, reserved: ReservedNames.methods.union([methods])).map(SwiftNames.escaped)
  }

  /// The names of its types.
  var types: [String] { [methods, server, client] }
}
