import Population
import Segments
import Testing

@Suite("Region ids", .timeLimit(.minutes(1)))
struct RegionIDTests {
  @Test(
    "are 1 to 64 of a-z, 0-9, - and _, starting with a letter or digit", arguments: ["2013-tokyo", "a", "0", "a_b-"])
  func valid(id: String) throws {
    #expect(RegionID.isValid(id))
    let cell = BaseCell(region: id, ages: try #require(CellAges(name: "25-30")))
    #expect(BaseCell(id: cell.id) == cell, "a cell's id reads back")
    #expect(
      try RegionPlan(region: id, timeZone: "UTC", division: .region).segments(parent: nil).first?.id == "\(id)_all")
  }

  @Test("are nothing else", arguments: ["", "-a", "_a", "A", "a b", "a/b", "tōkyō", "a.b"])
  func invalid(id: String) {
    #expect(!RegionID.isValid(id))
    #expect(throws: RegistryError.regionID(id)) { try RegionPlan(region: id, timeZone: "UTC", division: .region) }
  }

  @Test("have 64 characters at most")
  func length() {
    #expect(RegionID.isValid(String(repeating: "a", count: 64)))
    #expect(!RegionID.isValid(String(repeating: "a", count: 65)))
  }

  @Test(
    "are made of a folder's name",
    arguments: [
      ("2013-tokyo", "2013-tokyo"), ("New York", "new_york"), ("São Paulo", "s_o_paulo"), ("_old", "old"),
      ("...", nil), ("", nil), ("東京", nil),
    ])
  func folder(name: String, id: String?) {
    #expect(RegionID.suggestion(forFolder: name) == id)
    if let id { #expect(RegionID.isValid(id)) }
  }
}
