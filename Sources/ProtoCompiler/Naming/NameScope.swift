/// A name that a declaration would like to have in a Swift scope, and what stands behind it where it cannot be had.
struct WantedName {
  /// The name without backticks.
  let name: String
  /// The word behind a name that Swift or generated code keeps for itself, such as `Field`.
  let word: String
  /// What tells the declaration from others of the same name, behind an underscore; nil where they are counted.
  var mark: String?
}

/// The names that one Swift scope holds, none of them twice.
///
/// Whoever can have the name it wants gets it, the first of several that want the same. Only then are the others named:
/// what wants a reserved name gets its word behind it, what wants a name that is taken gets an underscore and its mark,
/// or the lowest count from 2 that is free. No name depends on those that stand behind it in the order of the scope.
struct NameScope {
  private var taken: Set<String> = []

  /// Whether something in the scope has a name.
  func holds(_ name: String) -> Bool { taken.contains(name) }

  /// Keeps names from being given.
  mutating func keep(_ names: some Sequence<String>) { taken.formUnion(names) }

  /// Names what is declared, in order, each with a name of its own.
  mutating func names(for wanted: [WantedName], reserved: Set<String>) -> [String] {
    let plain = wanted.map { item in
      !reserved.contains(item.name) && taken.insert(item.name).inserted ? item.name : nil
    }
    return zip(wanted, plain).map { item, name in
      name ?? nameApart(reserved.contains(item.name) ? item.name + item.word : item.name, item.mark, reserved)
    }
  }

  private mutating func nameApart(_ name: String, _ mark: String?, _ reserved: Set<String>) -> String {
    let marked = mark.map { [name, name + "_" + $0] } ?? [name]
    for candidate in marked where !reserved.contains(candidate) && taken.insert(candidate).inserted {
      return candidate
    }
    var count = 2
    while !taken.insert("\(name)_\(count)").inserted { count += 1 }
    return "\(name)_\(count)"
  }
}
