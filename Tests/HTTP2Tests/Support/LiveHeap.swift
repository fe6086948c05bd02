import CLinux

/// How many bytes the process has taken from the heap and not given back.
enum LiveHeap {
  static var bytes: Int { Int(clamping: clinux_heap_bytes()) }
}
