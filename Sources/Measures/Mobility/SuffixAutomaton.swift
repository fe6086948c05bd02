import Population

/// A sequence with its distinct elements numbered 0, 1, 2, … in order of first occurrence.
package struct SymbolSequence {
  /// One number per element.
  package let symbols: [Int32]
  /// How many distinct elements there are.
  package let distinct: Int

  /// Numbers the elements of a sequence.
  package init<Value: Hashable>(_ sequence: some Sequence<Value>) {
    var numbers: [Value: Int32] = [:]
    symbols = sequence.map { value in
      if let known = numbers[value] { return known }
      let number = Int32(numbers.count)
      numbers[value] = number
      return number
    }
    distinct = numbers.count
  }
}

/// The smallest automaton that accepts every piece of a sequence, with the place where each piece first ends
/// (Blumer et al., Theoretical Computer Science 40, 1985). At most 2n states and 3n edges.
package struct SuffixAutomaton {
  private struct State {
    /// Length of the longest piece of the state.
    var length: Int32
    /// The state of the longest piece that ends elsewhere too; -1 at the root.
    var link: Int32
    /// First position after the earliest occurrence.
    var firstEnd: Int32
    /// The head of the state's list of edges; -1 when it has none.
    var edges: Int32 = -1
  }

  private let symbols: [Int32]
  private var states: [State] = [State(length: 0, link: -1, firstEnd: 0)]
  private var edges = EdgeTable()
  private var last: Int32 = 0

  /// Builds the automaton of a sequence, in O(n) expected steps.
  package init(_ sequence: SymbolSequence) {
    symbols = sequence.symbols
    states.reserveCapacity(2 * symbols.count)
    edges.reserve(3 * symbols.count)
    for symbol in symbols { append(symbol) }
  }

  private mutating func append(_ symbol: Int32) {
    let length = states[Int(last)].length + 1
    let new = addState(State(length: length, link: 0, firstEnd: length))
    var state = last
    while state >= 0, edges[state, symbol] == nil {
      edges.add(from: state, symbol, to: new, list: &states[Int(state)].edges)
      state = states[Int(state)].link
    }
    if state >= 0, let next = edges[state, symbol] {
      states[Int(new)].link = split(next, after: state, symbol)
    }
    last = new
  }

  /// The state of the piece that `state` reaches by `symbol`, cloned from `next` when `next` also has longer pieces.
  private mutating func split(_ next: Int32, after state: Int32, _ symbol: Int32) -> Int32 {
    let length = states[Int(state)].length + 1
    guard states[Int(next)].length != length else { return next }
    var copy = states[Int(next)]
    copy.length = length
    copy.edges = -1
    let clone = addState(copy)
    edges.copy(list: states[Int(next)].edges, to: clone, list: &states[Int(clone)].edges)
    var state = state
    while state >= 0, edges[state, symbol] == next {
      edges.redirect(state, symbol, to: clone)
      state = states[Int(state)].link
    }
    states[Int(next)].link = clone
    return clone
  }

  private mutating func addState(_ state: State) -> Int32 {
    states.append(state)
    return Int32(states.count - 1)
  }

  /// For each position i, the length of the longest piece starting at i that occurs wholly before i. The length falls
  /// by at most one from one position to the next, so the walk takes O(n) steps.
  package func earlierMatchLengths() -> [Int] {
    var lengths: [Int] = []
    lengths.reserveCapacity(symbols.count)
    var state: Int32 = 0
    var length = 0
    for start in symbols.indices {
      if length > 0 {
        length -= 1
        if state > 0, length <= Int(states[Int(states[Int(state)].link)].length) { state = states[Int(state)].link }
      }
      while start + length < symbols.count, let next = edges[state, symbols[start + length]],
        Int(states[Int(next)].firstEnd) <= start
      {
        state = next
        length += 1
      }
      lengths.append(length)
    }
    return lengths
  }
}

/// The edges of an automaton: a hash table from (state, symbol) to state, and a list of edges per state.
private struct EdgeTable {
  private struct Edge {
    let key: UInt64
    var target: Int32
    let next: Int32
  }

  private var edges: [Edge] = []
  private var slots: [Int32] = []

  private static func key(_ state: Int32, _ symbol: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: symbol))
  }

  /// Makes room for `count` edges; the table never grows, and an automaton of n symbols has at most 3n edges.
  mutating func reserve(_ count: Int) {
    edges.reserveCapacity(count)
    var capacity = 16
    while capacity < 2 * count + 2 { capacity *= 2 }
    slots = Array(repeating: -1, count: capacity)
  }

  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Mixing.mix(key)) & mask
    while slots[slot] >= 0, edges[Int(slots[slot])].key != key { slot = (slot + 1) & mask }
    return slot
  }

  subscript(state: Int32, symbol: Int32) -> Int32? {
    let edge = slots[slot(of: Self.key(state, symbol))]
    return edge < 0 ? nil : edges[Int(edge)].target
  }

  mutating func add(from state: Int32, _ symbol: Int32, to target: Int32, list: inout Int32) {
    let key = Self.key(state, symbol)
    slots[slot(of: key)] = Int32(edges.count)
    edges.append(Edge(key: key, target: target, next: list))
    list = Int32(edges.count - 1)
  }

  mutating func redirect(_ state: Int32, _ symbol: Int32, to target: Int32) {
    let edge = slots[slot(of: Self.key(state, symbol))]
    edges[Int(edge)].target = target
  }

  mutating func copy(list: Int32, to state: Int32, list newList: inout Int32) {
    var edge = list
    while edge >= 0 {
      let original = edges[Int(edge)]
      add(from: state, Int32(truncatingIfNeeded: original.key), to: original.target, list: &newList)
      edge = original.next
    }
  }
}
