/// Who names whom: an arrow leads from one place to another that declares something the first one names.
struct Arrows {
  /// The names for which an arrow leads from the first place to the second.
  private var names: [String: [String: Set<String>]] = [:]

  private mutating func add(_ names: Set<String>, from source: String, to target: String) {
    self.names[source, default: [:]][target, default: []].formUnion(names)
  }

  /// The arrows between files of one room. A name counts where one file alone of `house` declares it.
  static func betweenFiles(of room: String, in house: [SourceFile]) -> Arrows {
    var homes: [String: Set<String>] = [:]
    for file in house { for one in file.declarations { homes[one.name, default: []].insert(file.path) } }
    var arrows = Arrows()
    for file in house where file.room == room {
      for name in file.names {
        guard let home = homes[name], home.count == 1, let path = home.first, path != file.path else { continue }
        if path.hasPrefix(room + "/") { arrows.add([name], from: file.path, to: path) }
      }
    }
    return arrows
  }

  /// The same arrows between what `group` makes of their ends; those inside a group are left out.
  func grouped(by group: (String) -> String) -> Arrows {
    var arrows = Arrows()
    for (source, ends) in names {
      for (end, names) in ends where group(source) != group(end) {
        arrows.add(names, from: group(source), to: group(end))
      }
    }
    return arrows
  }

  /// Places that lead to each other, in order of their names: every place that can be reached from another of its
  /// circle, and leads back to it.
  var circles: [[String]] {
    let reached = names.keys.reduce(into: [String: Set<String>]()) { $0[$1] = everything(after: $1) }
    var circles: Set<[String]> = []
    for (place, after) in reached where after.contains(place) {
      circles.insert(after.filter { reached[$0]?.contains(place) == true }.sorted())
    }
    return circles.sorted { $0.joined() < $1.joined() }
  }

  /// A circle in words: each of its arrows, and one name for which it is there.
  func description(of circle: [String]) -> String {
    let arrows = circle.flatMap { source in
      circle.compactMap { target in
        names[source]?[target]?.min().map { "\n  \(source) names \($0) of \(target)" }
      }
    }
    return circle.joined(separator: ", ") + arrows.joined()
  }

  /// Every place that arrows lead to from `start`.
  private func everything(after start: String) -> Set<String> {
    var found: Set<String> = []
    var waiting = [start]
    while let place = waiting.popLast() {
      for next in names[place, default: [:]].keys where found.insert(next).inserted { waiting.append(next) }
    }
    return found
  }
}
