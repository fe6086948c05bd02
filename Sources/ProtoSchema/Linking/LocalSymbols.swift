/// Which types of a file other files may not use (edition 2024, "symbol visibility").
struct LocalSymbols {
  private enum Default { case exported, innerLocal, local }

  private let usual: Default

  /// Those of a file that keeps none.
  init() { usual = .exported }

  init(_ tree: FileSyntax) {
    let feature = Features.written(tree.options)["default_symbol_visibility"]
    usual =
      switch (tree.edition.number > 1000, feature) {
      case (false, _), (_, "EXPORT_ALL"): .exported
      case (_, "LOCAL_ALL"), (_, "STRICT"): .local
      default: .innerLocal
      }
  }

  /// Whether a type is kept: by the word before it, else by what is usual in the file.
  func holds(_ visibility: SymbolVisibility?, isInner: Bool) -> Bool {
    if let visibility { return visibility == .local }
    return usual == .local || usual == .innerLocal && isInner
  }
}
