internal import ProtoSchema

/// Which single message fields lead back to the message they are in, and so must be stored on the heap.
struct RecursiveFields {
  private var component: [String: Int] = [:]

  /// Finds the circles of a schema; lists and maps do not count, since Swift stores their elements apart.
  init(_ schema: Schema) {
    var search = ComponentSearch(edges: schema.messages.mapValues { Self.targets(of: $0) })
    for name in schema.messages.keys.sorted() { search.visit(name) }
    component = search.component
  }

  /// Whether a field of a message has to be boxed.
  func contains(_ field: FieldDescriptor, of message: MessageDescriptor) -> Bool {
    guard Self.isSingle(field), let target = field.typeName, let own = component[message.fullName] else { return false }
    return target == message.fullName || component[target] == own
  }

  private static func targets(of message: MessageDescriptor) -> [String] {
    message.fields.filter(isSingle).compactMap(\.typeName)
  }

  private static func isSingle(_ field: FieldDescriptor) -> Bool {
    guard case .message = field.kind else { return false }
    switch field.cardinality {
    case .implicit, .optional, .required: return true
    case .repeated, .map: return false
    }
  }
}

/// Strongly connected components of a graph (Tarjan 1972), with a stack of its own so that no schema is too deep.
struct ComponentSearch {
  let edges: [String: [String]]
  /// The component of each node visited; nodes on a circle share one.
  private(set) var component: [String: Int] = [:]
  private var order: [String: Int] = [:]
  private var low: [String: Int] = [:]
  private var open: [String] = []

  init(edges: [String: [String]]) {
    self.edges = edges
  }

  mutating func visit(_ start: String) {
    guard order[start] == nil else { return }
    var path: [(node: String, next: Int)] = [(start, 0)]
    begin(start)
    while let (node, next) = path.last {
      let targets = edges[node] ?? []
      if next < targets.count {
        path[path.count - 1].next += 1
        descend(from: node, to: targets[next], path: &path)
      } else {
        path.removeLast()
        finish(node, parent: path.last?.node)
      }
    }
  }

  private mutating func begin(_ node: String) {
    order[node] = order.count
    low[node] = order[node]
    open.append(node)
  }

  private mutating func descend(from node: String, to target: String, path: inout [(node: String, next: Int)]) {
    if order[target] == nil {
      begin(target)
      path.append((target, 0))
    } else if component[target] == nil {
      lower(node, to: order[target])
    }
  }

  private mutating func finish(_ node: String, parent: String?) {
    if low[node] == order[node] {
      let number = component.count
      while let last = open.popLast() {
        component[last] = number
        if last == node { break }
      }
    }
    if let parent, component[node] == nil { lower(parent, to: low[node]) }
  }

  private mutating func lower(_ node: String, to value: Int?) {
    guard let value, let own = low[node] else { return }
    low[node] = min(own, value)
  }
}
