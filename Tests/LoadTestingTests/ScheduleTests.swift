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
}
