import EventLoop
import Testing

@testable import Transport

@Suite("Keys of session tickets", .timeLimit(.minutes(2)))
struct TicketKeyTests {
  private func at(_ minutes: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: 1 + minutes * 60_000_000_000) }

  private func name(_ key: TicketKey?) throws -> [UInt8] {
    let key = try #require(key)
    var name = [UInt8](repeating: 0, count: TicketKey.nameLength)
    name.withUnsafeMutableBufferPointer { buffer in if let start = buffer.baseAddress { key.writeName(to: start) } }
    return name
  }

  @Test("a key seals for an hour and opens for another")
  func rotation() throws {
    var ring = TicketKeyRing()
    let first = try name(ring.sealing(at(0)))
    #expect(try name(ring.sealing(at(59))) == first)
    let second = try name(ring.sealing(at(60)))
    #expect(second != first)
    #expect(ring.opening(first, at(119)) != nil)
    #expect(ring.opening(second, at(119)) != nil)
    #expect(try name(ring.sealing(at(120))) != second)
    #expect(ring.opening(first, at(120)) == nil)
    #expect(ring.opening(second, at(120)) != nil)
    #expect(ring.opening(second, at(300)) == nil)
    #expect(ring.opening([UInt8](repeating: 0, count: 16), at(300)) == nil)
  }
}
