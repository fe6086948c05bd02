internal import CLinux
internal import Glibc
internal import Synchronization

/// Small blocks of memory for a C library whose objects belong to one loop: what it gives back lies ready for the next.
///
/// The system's allocator keeps seven free blocks of a size ready for a thread; the streams of a pass need hundreds, and
/// each beyond those costs as much as ten. All blocks are the allocator's own: any thread may give one back, and only on
/// the loop's thread they are kept, up to ``mostBytes``. None are where memory is checked for errors, so that each use
/// of a block after its end shows.
@safe package final class BlockCache: @unchecked Sendable {
  /// The most bytes that wait to be used again.
  package static let mostBytes = 512 * 1024
  /// Whether blocks are kept at all.
  package static let isUsed = clinux_checks_addresses() == 0

  /// The places of blocks with 24, 40, 56 … 504 bytes; the allocator's hold a multiple of 16 and 8 more. None has place 0.
  private static let places = 32
  private static let largest = 504

  /// What the library's calls find: behind a pointer, as a reference to an object would be counted in each.
  @unsafe private struct State: ~Copyable {
    /// The thread that blocks are kept for; 0 for none.
    let thread = Atomic<UInt>(0)
    var bytes = 0
    /// The free blocks of each place, of which each holds the address of the next.
    let free: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    init() {
      unsafe free = .allocate(capacity: BlockCache.places)
      unsafe free.initialize(repeating: nil, count: BlockCache.places)
    }

    deinit { unsafe free.deallocate() }

    var isOnThread: Bool { unsafe thread.load(ordering: .relaxed) == LoopThread.current }
  }

  private let state: UnsafeMutablePointer<State>

  init() {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State())
  }

  deinit {
    empty()
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  /// How many bytes wait to be used again. On the loop's thread.
  package var bytes: Int { unsafe state.pointee.bytes }

  /// What the library hands to ``allocate`` and ``release``. The cache must live as long as the library uses it.
  @unsafe package var userData: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(state) }

  /// Keeps blocks for the calling thread.
  func open() {
    if Self.isUsed { unsafe state.pointee.thread.store(LoopThread.current, ordering: .relaxed) }
  }

  /// Keeps no blocks any more. On the thread they were kept for.
  func close() {
    unsafe state.pointee.thread.store(0, ordering: .relaxed)
    empty()
  }

  /// Answers a block of at least so many bytes, nil without memory.
  package static let allocate: @convention(c) (Int, UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    size, userData in
    guard size > 0, size <= largest, let state = unsafe userData?.assumingMemoryBound(to: State.self),
      unsafe state.pointee.isOnThread
    else { return unsafe malloc(size) }
    let place = (max(size, 9) &+ 7) >> 4
    let whole = place << 4 | 8
    guard let block = unsafe state.pointee.free[place] else { return unsafe malloc(whole) }
    unsafe state.pointee.free[place] = block.load(as: UnsafeMutableRawPointer?.self)
    unsafe state.pointee.bytes &-= whole
    return unsafe block
  }

  /// Takes a block back that is the system's allocator's, whether it came from here or not.
  package static let release: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Void = {
    block, userData in
    guard let block = unsafe block, let state = unsafe userData?.assumingMemoryBound(to: State.self),
      unsafe state.pointee.isOnThread
    else { return unsafe free(block) }
    let size = unsafe malloc_usable_size(block)
    // The allocator leaves a rest with a block that is too small for another.
    let place = min((size &- 8) >> 4, places - 1)
    let whole = place << 4 | 8
    guard place > 0, size <= largest + 16, unsafe state.pointee.bytes <= mostBytes - whole else {
      return unsafe free(block)
    }
    unsafe block.storeBytes(of: state.pointee.free[place], as: UnsafeMutableRawPointer?.self)
    unsafe state.pointee.free[place] = block
    unsafe state.pointee.bytes &+= whole
  }

  /// Gives everything back to the system's allocator.
  private func empty() {
    for place in 0..<Self.places {
      while let block = unsafe state.pointee.free[place] {
        unsafe state.pointee.free[place] = block.load(as: UnsafeMutableRawPointer?.self)
        unsafe free(block)
      }
    }
    unsafe state.pointee.bytes = 0
  }
}
