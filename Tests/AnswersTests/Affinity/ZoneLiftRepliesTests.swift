import EngineFixtures
import EnrichmentSchema
import Releases
import Testing

@testable import Answers
@testable import Population
@testable import Segments

@Suite("the public table of lifts", .timeLimit(.minutes(1)))
struct ZoneLiftRepliesTests {
  private let affinity: RegionAffinity

  init() throws { affinity = try AffinityFixtures.affinity() }

  private func request(_ items: String...) -> ListZoneLiftsRequest {
    var request = ListZoneLiftsRequest()
    request.items = items
    return request
  }

  @Test("a byte is within 1.4 % of its lift; 1 is exact, and what is clipped stands at the ends")
  func scale() {
    for lift in stride(from: 0.02, through: 20, by: 0.0137) {
      let decoded = LiftByte.decode(LiftByte.encode(lift))
      #expect(abs(decoded / lift - 1) < 0.014, "\(lift)")
    }
    #expect(LiftByte.encode(1) == 144 && LiftByte.decode(144) == 1)
    #expect(LiftByte.encode(0.02) == 0 && LiftByte.encode(20) == 254)
    #expect((0...255).map { LiftByte.encode(LiftByte.decode($0)) } == Array(0...255))
  }

  @Test("the table says of each zone what the service would say of a customer of it alone")
  func bytes() throws {
    let table = try ZoneLiftReplies(request(), of: affinity)
    #expect(table.places == [0])
    let reply = table.reply(from: 0)
    #expect(reply.zones == AffinityFixtures.zones.map(\.id) && reply.items == AffinityFixtures.items.map(\.id))
    #expect(reply.lifts.count == 36 && reply.source?.releaseID == "a1")
    for (zone, id) in ["menteng", "kemang", "tebet"].enumerated() {
      let customer = try CustomerAffinity(customerZones((id, nil)), in: affinity)
      for item in AffinityFixtures.items.indices {
        let listed = LiftByte.decode(reply.lifts[item * 6 + zone])
        #expect(abs(listed / customer.lift(ofItem: item) - 1) < 0.014)
      }
    }
  }

  @Test("items that are named come in their order; unknown ones, with the nearest, and doubled ones are refused")
  func items() throws {
    let reply = try ZoneLiftReplies(request("online", "mall-menteng"), of: affinity).reply(from: 0)
    let all = try ZoneLiftReplies(request(), of: affinity).reply(from: 0)
    #expect(reply.items == ["online", "mall-menteng"])
    #expect(Array(reply.lifts) == Array(all.lifts[30..<36]) + Array(all.lifts[0..<6]))
    for (items, field, allowed) in [
      (["online", "mall-kemanf"], "items[1]", "nearest: mall-kemang"),
      (["online", "online"], "items[1]", "each item once"),
    ] {
      var request = request()
      request.items = items
      let error = #expect(throws: RequestError.self) { try ZoneLiftReplies(request, of: affinity) }
      guard case .invalidArgument(let violations)? = error else { return #expect(Bool(false)) }
      #expect(violations.map(\.field) == [field] && violations[0].allowed.contains(allowed))
    }
  }

  @Test("the first reply says how lifts are mixed, and every reply how much of all is adopted of its items, and where")
  func mixing() throws {
    let reply = try ZoneLiftReplies(request(), of: affinity).reply(from: 0)
    let mixing = try #require(reply.mixing)
    #expect(mixing.zones.map(\.answeredBy) == ["zone", "zone", "area", "nobody", "nobody", "nobody"])
    #expect(mixing.priorVariance == 0.5 && mixing.sampling == 0.25)
    #expect(reply.popularity == affinity.estimates.popularity && reply.itemZones == [1, 2, 3, 4, 5, 0])
    // The area's noise is that of its three zones together, and so are its people.
    let noise = mixing.zones.map(\.noiseVariance)
    #expect(noise[2] == 3 * noise[0] && mixing.zones[2].expected > mixing.zones[0].expected)
    #expect(mixing.zones.allSatisfy { $0.explained.count == 6 })
  }

  @Test("a large map comes in parts that follow each other")
  func parts() throws {
    var release = AffinityFixtures.release()
    release.items = (0..<20_000).map { number in
      var item = AffinityItem()
      item.itemID = "item-\(number)"
      return item
    }
    release.cells = Array(repeating: 1 << 16, count: 6 * 20_000)
    let table = try ZoneLiftReplies(request(), of: RegionAffinity(release))
    let replies = table.places.map(table.reply)
    #expect(replies.count == 2 && replies.map(\.firstItem) == table.places.map { Int32($0) })
    #expect(replies.flatMap(\.items).count == 20_000 && replies[1].zones.isEmpty)
    #expect(replies.allSatisfy { $0.lifts.count == 6 * $0.items.count && $0.lifts.count <= 65_536 })
  }
}
