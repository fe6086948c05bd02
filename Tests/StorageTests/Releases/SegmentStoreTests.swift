import Storage
import Testing

@Suite("Segment store", .timeLimit(.minutes(5)))
struct SegmentStoreTests {
  private func segment(_ id: String, _ version: Int64 = 1, _ byte: UInt8 = 0) -> SegmentRow {
    SegmentRow(id: id, version: version, region: "testville", definition: [byte])
  }

  private func withRegion(_ body: (SQLiteStore) async throws -> Void) async throws {
    try await withStore { store in
      try await store.putRegion(Region(id: "testville", timeZone: "UTC"), at: 1)
      try await body(store)
    }
  }

  @Test("a version is superseded, never edited")
  func superseded() async throws {
    try await withRegion { store in
      try await store.registerSegments([segment("a")], at: 1)
      try await store.registerSegments([segment("a")], at: 2)
      let edited = await storeError { try await store.registerSegments([segment("a", 1, 9)], at: 1) }
      #expect(edited == .conflict("segment 'a' version 1: versions are never edited, the next is 2"))
      try await store.registerSegments([segment("a", 2, 9)], at: 3)
      #expect(try await store.segment("a") == segment("a", 2, 9))
      #expect(try await store.segments(region: "testville") == [segment("a", 2, 9)])
    }
  }

  @Test("pages are in order of id and hold newest versions only")
  func pages() async throws {
    try await withRegion { store in
      try await store.registerSegments(["c", "a", "b"].map { segment($0) } + [segment("b", 2)], at: 1)
      #expect(try await store.segments(after: nil, limit: 2) == [segment("a"), segment("b", 2)])
      #expect(try await store.segments(after: "b", limit: 2) == [segment("c")])
      #expect(try await store.segments(after: "c", limit: 2) == [])
    }
  }

  @Test("one wrong definition registers none")
  func allOrNone() async throws {
    try await withRegion { (store) async throws in
      let error = await storeError { try await store.registerSegments([segment("a"), segment("b", 2)], at: 1) }
      #expect(error == .conflict("segment 'b' version 2: versions are never edited, the next is 1"))
      #expect(try await store.segment("a") == nil)
    }
  }
}
