/// A binary heap that gives back the first element in an order.
struct EventQueue<Element> {
  private var heap: [Element] = []
  private let precedes: (Element, Element) -> Bool

  /// An empty queue.
  init(_ precedes: @escaping (Element, Element) -> Bool) {
    self.precedes = precedes
  }

  /// Adds an element.
  mutating func push(_ element: Element) {
    heap.append(element)
    var child = heap.count - 1
    while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Takes the first element; `nil` when there is none.
  mutating func pop() -> Element? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while let child = firstChild(of: parent), precedes(heap[child], heap[parent]) {
      heap.swapAt(child, parent)
      parent = child
    }
    return first
  }

  private func firstChild(of parent: Int) -> Int? {
    let left = 2 * parent + 1
    guard left < heap.count else { return nil }
    return left + 1 < heap.count && precedes(heap[left + 1], heap[left]) ? left + 1 : left
  }
}
