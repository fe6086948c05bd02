import Testing

@testable import EventLoop

@Suite("Spare arrays", .timeLimit(.minutes(2)))
struct SpareArraysTests {
  private func copy(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { SpareArrays.copy($0) } }

  private func address(_ bytes: [UInt8]) -> UnsafeRawPointer? { bytes.withUnsafeBytes { $0.baseAddress } }

  @Test("an array that was given holds the next message")
  func again() {
    let first = copy([UInt8](repeating: 1, count: 2000))
    let place = address(first)
    SpareArrays.give(consume first)
    let second = copy([UInt8](repeating: 2, count: 1500))
    #expect(second == [UInt8](repeating: 2, count: 1500))
    #expect(address(second) == place)
  }

  @Test("an array that somebody still has stays as it is")
  func shared() {
    let kept = copy([UInt8](repeating: 1, count: 2000))
    SpareArrays.give(kept)
    let next = copy([UInt8](repeating: 2, count: 2000))
    #expect(kept == [UInt8](repeating: 1, count: 2000))
    #expect(next == [UInt8](repeating: 2, count: 2000))
  }

  @Test("copies are equal to what was copied, whatever was given before")
  func equal() {
    var generator = Seeded(state: 11)
    for _ in 0..<500 {
      let size = Int.random(in: 0..<6000, using: &generator)
      let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let made = copy(bytes)
      #expect(made == bytes)
      if Bool.random(using: &generator) { SpareArrays.give(made) }
    }
  }

  @Test("small and large arrays are not kept", arguments: [0, 1, 500, 10_000, 1 << 20])
  func others(_ size: Int) {
    let before = SpareArrays.bytes
    SpareArrays.give([UInt8](repeating: 0, count: size))
    #expect(SpareArrays.bytes == before)
  }

  @Test("after a burst no more than the bound waits")
  func bound() {
    for _ in 0..<1000 { SpareArrays.give([UInt8](repeating: 0, count: 3000)) }
    #expect(SpareArrays.bytes <= SpareArrays.mostBytes)
    #expect(SpareArrays.bytes > SpareArrays.mostBytes / 2)
  }
}
