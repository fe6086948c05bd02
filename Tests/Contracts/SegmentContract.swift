import Storage
import Testing

@Suite("Contract: registered segments", .timeLimit(.minutes(1)))
struct SegmentContract {
  private func segment(_ id: String, _ version: Int64 = 1, _ byte: UInt8 = 0) -> SegmentRow {
    SegmentRow(id: id, version: version, region: "testville", definition: [byte])
  }

  @Test("a version is superseded, never edited", arguments: StoreEngine.all)
  func superseded(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      try await store.registerSegments([segment("a")], at: 1)
      try await store.registerSegments([segment("a")], at: 2)
      let edited = await storeError { try await store.registerSegments([segment("a", 1, 9)], at: 1) }
      #expect(edited == .conflict("segment 'a' version 1: versions are never edited, the next is 2"))
      try await store.registerSegments([segment("a", 2, 9)], at: 3)
      #expect(try await store.segments(after: nil, limit: 9) == [segment("a", 2, 9)])
    }
  }

  @Test("pages are in order of id and hold newest versions only", arguments: StoreEngine.all)
  func pages(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      try await store.registerSegments(["c", "a", "b"].map { segment($0) } + [segment("b", 2)], at: 1)
      #expect(try await store.segments(after: nil, limit: 2) == [segment("a"), segment("b", 2)])
      #expect(try await store.segments(after: "b", limit: 2) == [segment("c")])
      #expect(try await store.segments(after: "c", limit: 2) == [])
    }
  }

  @Test("one wrong definition registers none", arguments: StoreEngine.all)
  func allOrNone(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let skipped = await storeError { try await store.registerSegments([segment("a"), segment("b", 2)], at: 1) }
      #expect(skipped == .conflict("segment 'b' version 2: versions are never edited, the next is 1"))
      for id in ["", String(repeating: "x", count: 257)] {
        let error = await storeError { try await store.registerSegments([segment("a"), segment(id)], at: 1) }
        #expect(error == .invalidValue("segment id '\(id)': 1 to 256 bytes are allowed"))
      }
      #expect(try await store.segments(after: nil, limit: 9) == [])
    }
  }

  @Test("a segment of a region that is not stored is refused", arguments: StoreEngine.all)
  func unknownRegion(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let error = await storeError { try await store.registerSegments([segment("a")], at: 1) }
      #expect(error == .notFound("region 'testville'"))
    }
  }
}
