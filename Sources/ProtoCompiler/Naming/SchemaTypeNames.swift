/// Swift names of the types that are made for a file and not for a declaration in it.
enum SchemaTypeNames {
  /// The type with the descriptor of a file: `google/rpc/status.proto` gives `GoogleRpcStatusSchema`.
  static func schema(of path: String) -> String { typeStem(path) + "Schema" }

  /// The type with the descriptors that services need: `spots/admin/v1/admin.proto` gives `SpotsAdminV1AdminServices`.
  static func services(of path: String) -> String { typeStem(path) + "Services" }

  /// The message of a file's extensions of an options message: those of `MethodOptions` in `shop/v1/access.proto` are
  /// `ShopV1AccessMethodOptions`.
  static func options(_ name: String, of path: String) -> String { typeStem(path) + name }

  private static func typeStem(_ path: String) -> String {
    SwiftNames.upperCamel(
      OutputName.stem(path).split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "_"))
  }
}
