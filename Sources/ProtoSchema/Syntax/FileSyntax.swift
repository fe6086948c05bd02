/// The dialect of a schema file.
public enum Edition: Sendable, Hashable {
  /// `syntax = "proto2"`, or no syntax line.
  case proto2
  /// `syntax = "proto3"`.
  case proto3
  /// `edition = "2023"` and later.
  case edition(String)
}

/// One `.proto` file as it is written, names unresolved.
public struct FileSyntax: Sendable, Hashable {
  /// The path it is imported by.
  public var path: String
  /// The dialect.
  public var edition: Edition = .proto2
  /// The package, empty when absent.
  public var package = ""
  /// `import` lines in order.
  public var imports: [ImportSyntax] = []
  /// File options.
  public var options: [OptionSyntax] = []
  /// Messages outside other messages.
  public var messages: [MessageSyntax] = []
  /// Enums outside messages.
  public var enums: [EnumSyntax] = []
  /// Services.
  public var services: [ServiceSyntax] = []
  /// `extend` blocks outside messages.
  public var extensions: [ExtendSyntax] = []

  /// An empty file.
  public init(path: String) {
    self.path = path
  }
}

/// Whether other files may use a type, where the word for it stands before it.
public enum SymbolVisibility: Int64, Sendable, Hashable {
  /// `local`: no other file.
  case local = 1
  /// `export`: every file that imports its own.
  case export = 2
}

/// An `import` line.
public struct ImportSyntax: Sendable, Hashable {
  /// The word between `import` and the path.
  public enum Kind: Sendable, Hashable { case plain, isPublic, weak, option }
  /// Path relative to a search folder.
  public var path: String
  /// Plain, public, weak or option.
  public var kind: Kind
  /// Where the path stands.
  public var position: Position
}
