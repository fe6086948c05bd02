internal import CNghttp2
internal import EventLoop
internal import Glibc

/// Where the C library has the memory of a session from: small blocks of the loop's cache.
enum SessionMemory {
  /// The functions for sessions of a loop, which each of them keeps alive.
  static func of(_ loop: EventLoop) -> nghttp2_mem {
    unsafe nghttp2_mem(
      mem_user_data: loop.blocks.userData,
      malloc: BlockCache.allocate, free: BlockCache.release,
      calloc: { count, size, _ in unsafe calloc(count, size) },
      realloc: { block, size, _ in unsafe realloc(block, size) })
  }
}
