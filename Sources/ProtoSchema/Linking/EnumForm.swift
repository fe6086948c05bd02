/// What the users of an enum need to know of it.
struct EnumForm {
  /// The number of its first value, if it has one.
  let first: Int64?
  /// The names of its values.
  let names: [String]
  /// Whether it knows no numbers but its own.
  let isClosed: Bool

  init(_ tree: EnumSyntax, features: Features) {
    first = tree.values.first?.number
    names = tree.values.map(\.name)
    isClosed = features.applying(tree.options).isEnumClosed
  }
}
