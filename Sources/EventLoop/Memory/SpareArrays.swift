internal import Glibc

/// Arrays of bytes that have done their work and wait to be filled again, each thread's its own.
///
/// For blocks of a kilobyte and more the system's allocator keeps none ready, and with each it makes it first merges all
/// small ones that are free: what a message costs so, many small objects beside it cost as well.
package enum SpareArrays {
  /// Arrays for fewer bytes are not kept, as small blocks are made fast.
  package static let leastCapacity = 1000
  /// Nor are those for more: what fills one again may be a quarter of it.
  package static let mostCapacity = 4 * 1024
  /// The most bytes that the arrays of a thread hold while they wait.
  package static let mostBytes = 256 * 1024

  /// The arrays of a thread.
  private final class Shelf {
    var arrays: [[UInt8]] = []
    var bytes = 0
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    unsafe pthread_key_create(&key) { shelf in
      guard let shelf = unsafe shelf else { return }
      unsafe Unmanaged<Shelf>.fromOpaque(shelf).release()
    }
    return key
  }()

  /// How many bytes the present thread's arrays hold that wait.
  package static var bytes: Int { shelf?.bytes ?? 0 }

  /// A copy of `bytes` in an array that may have been another before.
  package static func copy(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    guard bytes.count >= leastCapacity, bytes.count <= mostCapacity, var array = take() else {
      return unsafe [UInt8](bytes)
    }
    unsafe array.append(contentsOf: bytes)
    return array
  }

  /// Keeps an array whose bytes are of no more use; without effect when enough wait.
  package static func give(_ array: consuming [UInt8]) {
    let capacity = array.capacity
    guard capacity >= leastCapacity, capacity <= mostCapacity else { return }
    let shelf = shelf ?? newShelf()
    guard shelf.bytes + capacity <= mostBytes else { return }
    array.removeAll(keepingCapacity: true)
    shelf.bytes += capacity
    shelf.arrays.append(array)
  }

  private static func take() -> [UInt8]? {
    guard let shelf, let array = shelf.arrays.popLast() else { return nil }
    shelf.bytes -= array.capacity
    return array
  }

  /// The present thread's arrays.
  private static var shelf: Shelf? {
    guard let shelf = unsafe pthread_getspecific(key) else { return nil }
    return unsafe Unmanaged<Shelf>.fromOpaque(shelf).takeUnretainedValue()
  }

  private static func newShelf() -> Shelf {
    let shelf = Shelf()
    let kept = unsafe Unmanaged.passRetained(shelf)
    if unsafe pthread_setspecific(key, kept.toOpaque()) != 0 { unsafe kept.release() }
    return shelf
  }
}
