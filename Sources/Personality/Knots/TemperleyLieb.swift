/// How the generators of a Temperley–Lieb algebra act on planar matchings, tabulated once per number of strands.
///
/// A basis element pairs 2n points, n above and n below, without crossings: Catalan(n) of them, number 0 being the
/// identity. Uᵢ joins the points i and i + 1 above and whatever they were joined to; where i and i + 1 are joined
/// already, a closed loop splits off and the matching stays.
struct TemperleyLiebTable: Sendable {
  /// Number of matchings.
  let count: Int
  /// `targets[i][m]`: the matching Uᵢ·m, with `i` from 0; equal to `m` exactly when a loop splits off.
  let targets: [[Int]]
  /// Loops left when the points above are glued to those below, 1 to n.
  let closureLoops: [Int]

  /// The table for `strands` strands, 1 to `BraidWord.maximumStrands`.
  static func table(strands: Int) -> TemperleyLiebTable {
    switch strands {
    case 1: one
    case 2: two
    case 3: three
    case 4: four
    case 5: five
    case 6: six
    case 7: seven
    default: strands == 8 ? eight : TemperleyLiebTable(strands: strands)
    }
  }

  private static let one = TemperleyLiebTable(strands: 1)
  private static let two = TemperleyLiebTable(strands: 2)
  private static let three = TemperleyLiebTable(strands: 3)
  private static let four = TemperleyLiebTable(strands: 4)
  private static let five = TemperleyLiebTable(strands: 5)
  private static let six = TemperleyLiebTable(strands: 6)
  private static let seven = TemperleyLiebTable(strands: 7)
  private static let eight = TemperleyLiebTable(strands: 8)

  /// Finds every matching by applying the generators to the identity until nothing new appears.
  private init(strands: Int) {
    let identity = (0..<(2 * strands)).map { UInt8(($0 + strands) % (2 * strands)) }
    var matchings = [identity]
    var numbers = [identity: 0]
    var targets = [[Int]](repeating: [], count: strands - 1)
    var next = 0
    while next < matchings.count {
      for generator in 0..<(strands - 1) {
        let image = Self.apply(generator, to: matchings[next])
        let number = numbers[image] ?? matchings.count
        if number == matchings.count {
          numbers[image] = number
          matchings.append(image)
        }
        targets[generator].append(number)
      }
      next += 1
    }
    count = matchings.count
    self.targets = targets
    closureLoops = matchings.map { Self.loops(closing: $0, strands: strands) }
  }

  private static func apply(_ generator: Int, to matching: [UInt8]) -> [UInt8] {
    let (a, b) = (Int(matching[generator]), Int(matching[generator + 1]))
    if a == generator + 1 { return matching }
    var image = matching
    image[a] = UInt8(b)
    image[b] = UInt8(a)
    image[generator] = UInt8(generator + 1)
    image[generator + 1] = UInt8(generator)
    return image
  }

  private static func loops(closing matching: [UInt8], strands: Int) -> Int {
    var seen = [Bool](repeating: false, count: matching.count)
    var loops = 0
    for start in matching.indices where !seen[start] {
      loops += 1
      var point = start
      while !seen[point] {
        seen[point] = true
        let partner = Int(matching[point])
        seen[partner] = true
        point = partner >= strands ? partner - strands : partner + strands
      }
    }
    return loops
  }
}
