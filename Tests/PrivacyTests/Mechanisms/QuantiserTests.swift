import Privacy
import Testing

@Suite("quantising one record", .timeLimit(.minutes(2)))
struct QuantiserTests {
  @Test("a value is clamped before it is summed", arguments: [1e18, .infinity, 240.01])
  func clamps(value: Double) throws {
    let quantiser = try #require(Quantiser(lower: 0, upper: 240, fractionBits: 4))
    #expect(quantiser.granules(of: value) == 3_840)
    #expect(quantiser.granules(of: -value) == 0)
  }

  @Test("the nearest granule is taken, ties to even")
  func rounding() throws {
    let quantiser = try #require(Quantiser(lower: -1, upper: 1, fractionBits: 1))
    #expect(quantiser.granules(of: 0.25) == 0)
    #expect(quantiser.granules(of: 0.75) == 2)
    #expect(quantiser.granules(of: 0.3) == 1)
    #expect(quantiser.granules(of: -0.3) == -1)
  }

  @Test("what is not a number has no granules")
  func notANumber() throws {
    #expect(try #require(Quantiser(lower: 0, upper: 1, fractionBits: 12)).granules(of: .nan) == nil)
  }

  @Test("a range that granules cannot express is refused")
  func refused() {
    #expect(Quantiser(lower: 0, upper: 0.3, fractionBits: 4) == nil)
    #expect(Quantiser(lower: 1, upper: 0, fractionBits: 4) == nil)
    #expect(Quantiser(lower: 0, upper: 1, fractionBits: 21) == nil)
    #expect(Quantiser(lower: .nan, upper: 1, fractionBits: 4) == nil)
    #expect(Quantiser(lower: 0, upper: .infinity, fractionBits: 4) == nil)
  }
}
