import LoadTesting
import Testing

@Suite("Schedules", .timeLimit(.minutes(2)))
struct ScheduleTests {
  @Test("a constant rate makes calls due at equal distances")
  func constant() throws {
    let schedule = try LoadSchedule("100x2s")
    #expect(schedule.calls == 200)
    #expect(schedule.seconds == 2)
    #expect(schedule.dueTime(ofCall: 0) == 0)
    #expect(abs(schedule.dueTime(ofCall: 150) - 1.5) < 1e-12)
  }

  @Test("the calls due before any moment of a ramp are the area under its rate")
  func ramp() throws {
    let schedule = try LoadSchedule("10..110x10s")
    #expect(schedule.calls == 600)
    for call in stride(from: 0, to: 600, by: 37) {
      let time = schedule.dueTime(ofCall: call)
      #expect(abs(10 * time + 5 * time * time - Double(call)) < 1e-6)
    }
    #expect(abs(schedule.rate(at: 5) - 60) < 1e-9)
  }

  @Test("a ramp down to nothing ends, and times never fall")
  func rampDown() throws {
    let schedule = try LoadSchedule("100..0x1s,0x1s,50x1s")
    let times = (0..<schedule.calls).map(schedule.dueTime(ofCall:))
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(times.last ?? 0 > 2.9)
    #expect(schedule.rate(at: 1.5) == 0)
  }

  @Test("steps and bursts are phases one after another")
  func steps() throws {
    #expect(try LoadSchedule("100+50*3x1s").phases.map(\.startRate) == [100, 150, 200])
    #expect(try LoadSchedule("(10x9s,200x1s)*2").seconds == 20)
  }

  @Test(
    "a text that is no schedule is refused with the place",
    arguments: [
      "", "100", "x5s", "100x", "100x5", "100x5d", "1..x5s", "(1x1s", "(1x1s)*0", "0x5s", "1x8000m,1x3000m", "1x1s;",
      "((((((1x1s)*1)*1)*1)*1)*1)*1",
    ])
  func refused(_ text: String) {
    #expect(throws: MalformedSchedule.self) { _ = try LoadSchedule(text) }
  }

  @Test(
    "the length of a phase is read in every unit",
    arguments: [("1x500ms", 0.5), ("1x1.5m", 90), ("1x2h", 7_200), ("1000x2000us", 0.002), ("1x7s", 7)])
  func units(text: String, seconds: Double) throws {
    #expect(try LoadSchedule(text).seconds == seconds)
  }

  @Test("what is wrong is told with its place and what is allowed")
  func messages() {
    let unit = #expect(throws: MalformedSchedule.self) { try LoadSchedule("10x5s,20x5d") }
    #expect(unit?.offset == 9)
    #expect(unit?.description.contains("character 10: time \"5d\": expected a number with us, ms, s, m or h") == true)
    let rate = #expect(throws: MalformedSchedule.self) { try LoadSchedule("10000001x1s") }
    #expect(rate?.reason == "expected a rate of 0 to 10,000,000")
    let long = #expect(throws: MalformedSchedule.self) { try LoadSchedule("1x4h,(1x1h)*9999") }
    #expect(long?.reason == "the phases last more than 7 days")
    let many = #expect(throws: MalformedSchedule.self) { try LoadSchedule("((1x1ms)*200)*200") }
    #expect(many?.reason == "more than 10,000 phases")
  }

  @Test("the rate at a moment is that of its phase, and none behind the end")
  func rates() throws {
    let schedule = try LoadSchedule("100x1s,0x1s,200..400x2s")
    let rates = [0, 0.99, 1.5, 2, 3, 4, 9].map { schedule.rate(at: $0) }
    #expect(rates == [100, 100, 0, 200, 300, 0, 0])
  }

  @Test("every call of a schedule is due within it, in order, none twice at a constant rate")
  func order() throws {
    for text in ["3x7s", "0..50x4s", "50..0x4s,10x1s", "(5x1s,0x2s)*3", "1+1*5x1s"] {
      let schedule = try LoadSchedule(text)
      let times = (0..<schedule.calls).map(schedule.dueTime(ofCall:))
      #expect(times.first == 0 || schedule.rate(at: 0) == 0, "\(text)")
      #expect(times.allSatisfy { (0...schedule.seconds).contains($0) }, "\(text)")
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "\(text)")
    }
  }
}
