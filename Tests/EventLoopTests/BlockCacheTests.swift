import Testing

@testable import EventLoop

@Suite("Block cache", .enabled(if: BlockCache.isUsed), .timeLimit(.minutes(2)))
struct BlockCacheTests {
  /// A cache whose thread is the test's.
  private func withCache(_ body: (BlockCache, UnsafeMutableRawPointer) throws -> Void) rethrows {
    let cache = BlockCache()
    cache.open()
    try withExtendedLifetime(cache) { try body(cache, cache.userData) }
  }

  @Test("a block that comes back is the next of its size", arguments: [1, 8, 9, 24, 25, 216, 500, 504])
  func again(_ size: Int) throws {
    try withCache { cache, user in
      let block = try #require(BlockCache.allocate(size, user))
      BlockCache.release(block, user)
      #expect(cache.bytes >= size)
      // The allocator's blocks are sometimes larger than they need be.
      let next = try #require(BlockCache.allocate(cache.bytes, user))
      #expect(next == block)
      #expect(cache.bytes == 0)
      BlockCache.release(next, user)
    }
  }

  @Test("blocks hold what was asked for and do not lie in each other")
  func apart() throws {
    try withCache { _, user in
      var generator = Seeded(state: 7)
      var live: [(block: UnsafeMutableRawBufferPointer, mark: UInt8)] = []
      for round in 0..<20_000 {
        if live.count < 300, Bool.random(using: &generator) {
          let size = Int.random(in: 1..<700, using: &generator)
          let start = try #require(BlockCache.allocate(size, user))
          let block = UnsafeMutableRawBufferPointer(start: start, count: size)
          let mark = UInt8(truncatingIfNeeded: round)
          block.initializeMemory(as: UInt8.self, repeating: mark)
          live.append((block, mark))
        } else if let place = live.indices.randomElement(using: &generator) {
          let (block, mark) = live.remove(at: place)
          try #require(block.allSatisfy { $0 == mark })
          BlockCache.release(block.baseAddress, user)
        }
      }
      for (block, _) in live { BlockCache.release(block.baseAddress, user) }
    }
  }

  @Test("after a burst no more than the bound waits")
  func bound() {
    withCache { cache, user in
      let blocks = (0..<10_000).map { _ in BlockCache.allocate(200, user) }
      for block in blocks { BlockCache.release(block, user) }
      #expect(cache.bytes <= BlockCache.mostBytes)
      #expect(cache.bytes > BlockCache.mostBytes / 2)
      cache.close()
      #expect(cache.bytes == 0)
    }
  }

  @Test("blocks without bytes and large ones are made and not kept", arguments: [0, 530, 4096, 1 << 20])
  func others(_ size: Int) {
    withCache { cache, user in
      BlockCache.release(BlockCache.allocate(size, user), user)
      #expect(cache.bytes <= 40)
    }
  }

  @Test("nothing is taken back as nothing")
  func nothing() {
    withCache { cache, user in
      BlockCache.release(nil, user)
      #expect(cache.bytes == 0)
    }
  }

  @Test("a cache that is closed, or another thread's, keeps nothing and serves all the same")
  func closed() throws {
    let cache = BlockCache()
    try withExtendedLifetime(cache) {
      let user = cache.userData
      let block = try #require(BlockCache.allocate(100, user))
      block.initializeMemory(as: UInt8.self, repeating: 1, count: 100)
      BlockCache.release(block, user)
      #expect(cache.bytes == 0)
    }
  }

  @Test("what comes back from another thread does not wait for the loop's")
  func otherThread() async throws {
    let loop = try EventLoop.spawn(name: "test")
    defer { loop.shutdown() }
    let address = await on(loop) { cache(of: loop, allocates: 100) }
    let user = loop.blocks.userData
    BlockCache.release(UnsafeMutableRawPointer(bitPattern: try #require(address)), user)
    #expect(await on(loop) { loop.blocks.bytes } == 0)
  }

  private func on<R: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> R) async -> R {
    await withCheckedContinuation { continuation in loop.execute { continuation.resume(returning: body()) } }
  }
}

private func cache(of loop: EventLoop, allocates size: Int) -> UInt? {
  BlockCache.allocate(size, loop.blocks.userData).map { UInt(bitPattern: $0) }
}
