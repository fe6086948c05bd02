/// What a house must be like. Each rule says in words what breaks it, or nothing.
enum HouseRules {
  /// Every room stands in the table of floors.
  static func unknownRooms(_ house: [SourceFile]) -> [String] {
    Set(house.map(\.room)).filter { Floors.floor(of: $0) == nil }.sorted().map {
      "\($0) stands in no row of Tests/House/Floors.swift"
    }
  }

  /// No file imports a room of its own floor or of one above it.
  static func importsUpwards(_ house: [SourceFile]) -> [String] {
    house.flatMap { file in
      file.imports.sorted().compactMap { imported in
        guard let own = Floors.floor(of: file.room), let other = Floors.floor(of: imported), other >= own,
          imported != file.room
        else { return nil }
        return "\(file.path), on floor \(own), imports \(imported), which is on floor \(other)"
      }
    }
  }

  /// What only some rooms may import is imported by no other.
  static func reservedImports(_ house: [SourceFile]) -> [String] {
    house.flatMap { file in
      file.imports.sorted().compactMap { imported in
        guard let rooms = Floors.reserved[imported], !rooms.contains(file.room) else { return nil }
        return "\(file.path) imports \(imported), which only \(rooms.sorted().joined(separator: ", ")) may"
      }
    }
  }

  /// Only programs ask the system what time it is; every other room is handed a clock.
  static func wallClocks(_ house: [SourceFile]) -> [String] {
    let asks = ["CLOCK_REALTIME", "gettimeofday"]
    return house.filter { !Floors.programs.contains($0.room) }.flatMap { file in
      asks.filter(file.names.contains).map { "\(file.path) asks the system for the time (\($0))" }
        + (file.code.contains("Date()") ? ["\(file.path) asks the system for the time (Date())"] : [])
    }
  }

  /// The files that a page names as `Room/Folder/File` and that are not there.
  static func missing(on page: String, _ house: [SourceFile]) -> [String] {
    let there = Set(house.map { $0.path.dropLast(".swift".count) })
    let rooms = Set(house.map(\.room))
    let named = page.split(separator: "`").filter { word in
      word.split(separator: "/").count > 2 && rooms.contains(String(word.prefix { $0 != "/" }))
    }
    return named.filter { !there.contains($0) && !$0.contains(" ") }.map { "the page names \($0), which is not there" }
  }

  /// Files of one room of the product do not name each other in a circle.
  static func circlesOfFiles(_ house: [SourceFile]) -> [String] {
    inRoomsOfTheProduct(house) { room in
      let arrows = Arrows.betweenFiles(of: room, in: house)
      return arrows.circles.map { "a circle of files: " + arrows.description(of: $0) }
    }
  }

  /// Folders of one room of the product do not name each other in a circle.
  static func circlesOfFolders(_ house: [SourceFile]) -> [String] {
    let folders = Dictionary(house.map { ($0.path, $0.folder) }) { first, _ in first }
    return inRoomsOfTheProduct(house) { room in
      let arrows = Arrows.betweenFiles(of: room, in: house).grouped { folders[$0] ?? $0 }
      return arrows.circles.map { "a circle of folders in \(room): " + arrows.description(of: $0) }
    }
  }

  /// No type of a room of the product has a name that another type of the house has.
  static func namesUsedTwice(_ house: [SourceFile]) -> [String] {
    var homes: [String: Set<String>] = [:]
    for file in house {
      for one in file.declarations where one.isOutermost && one.isType && !one.isPrivate {
        homes[one.name, default: []].insert(file.path)
      }
    }
    return homes.sorted { $0.key < $1.key }.compactMap { name, paths in
      let isOfTheProduct = house.contains { paths.contains($0.path) && Floors.product.contains($0.room) }
      guard paths.count > 1, isOfTheProduct else { return nil }
      return "\(name) is declared in " + paths.sorted().joined(separator: " and in ")
    }
  }

  private static func inRoomsOfTheProduct(_ house: [SourceFile], _ rule: (String) -> [String]) -> [String] {
    Set(house.map(\.room)).intersection(Floors.product).sorted().flatMap(rule)
  }
}
