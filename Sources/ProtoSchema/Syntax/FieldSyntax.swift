/// A field as it is written.
public struct FieldSyntax: Sendable, Hashable {
  /// The word before the type.
  public enum Label: Sendable, Hashable { case none, optional, required, repeated }

  /// The type before names are resolved.
  public enum TypeName: Sendable, Hashable {
    /// A scalar's or another type's name, with its points.
    case named(String)
    /// `map<key, value>`.
    case map(key: String, value: String)
    /// A proto2 group; its message is among the messages around the field.
    case group(String)
  }

  /// Its name.
  public var name: String
  /// Its number, unchecked.
  public var number: Int64
  /// The label.
  public var label: Label
  /// The type.
  public var type: TypeName
  /// Options in square brackets.
  public var options: [OptionSyntax] = []
  /// Which of the message's oneofs it belongs to.
  public var oneofIndex: Int?
  /// How many messages the message around it declares before it; places a map's entry among them in descriptors.
  public var precedingMessages = 0
  /// The comment before it or behind it on its line; empty when absent.
  public var comment: String
  /// Where the name stands.
  public var position: Position
  /// Where the type stands.
  public var typePosition: Position
}
