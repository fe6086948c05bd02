/// The options of a declaration: as they are written, and as descriptors carry them.
public struct DeclaredOptions: Sendable, Hashable {
  /// Every option in written order, extensions and the pseudo-options `default` and `json_name` among them.
  public var written: [OptionSyntax] = []
  /// The options message (`google.protobuf.FieldOptions` and so on) in its binary form; nil when there is none.
  public var encoded: [UInt8]?

  /// The fields of the options message that are extensions, in their binary form; empty when there are none. Protobuf's
  /// own options come first and have numbers below 1000, which is where every options message begins to be extended.
  public var encodedExtensions: [UInt8] {
    encoded.map { Array(DescriptorFields.suffix(of: $0[...], from: 1000)) } ?? []
  }

  /// Options that are not checked yet.
  init(_ written: [OptionSyntax] = []) {
    self.written = written
  }
}
