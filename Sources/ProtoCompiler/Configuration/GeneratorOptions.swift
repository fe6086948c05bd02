/// What is generated and how it is seen.
public struct GeneratorOptions: Sendable, Hashable {
  /// Who may use the generated types.
  public enum Visibility: String, Sendable, Hashable, CaseIterable { case `public`, package, `internal` }

  /// Access of every generated declaration.
  public var visibility: Visibility
  /// Whether messages and enums are generated.
  public var messages: Bool
  /// Whether service stubs are generated.
  public var services: Bool
  /// Swift modules to import beside the runtime's.
  public var imports: [String]
  /// The module the generated code is part of, which it therefore does not import.
  public var module: String
  /// Whether files the runtime has generated already (`google/protobuf/any.proto` and its like) are generated again.
  public var wellKnownTypes: Bool
  /// How many Swift files the messages of a schema file are spread over: a thousand messages in ten files take the
  /// compiler half the time of one, and files are compiled side by side.
  public var parts: Int
  /// How many parts there may be.
  public static let allowedParts = 1...99

  /// Options; the defaults give internal messages without stubs.
  public init(
    visibility: Visibility = .internal, messages: Bool = true, services: Bool = false, imports: [String] = [],
    module: String = "", wellKnownTypes: Bool = false, parts: Int = 1
  ) {
    self.visibility = visibility
    self.messages = messages
    self.services = services
    self.imports = imports
    self.module = module
    self.wellKnownTypes = wellKnownTypes
    self.parts = parts
  }

  /// `public `, `package ` or nothing, to stand before a declaration.
  var access: String { visibility == .internal ? "" : visibility.rawValue + " " }
}
