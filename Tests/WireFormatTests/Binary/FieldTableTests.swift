import Testing
import WireFormat

@Suite("Tables of fields", .timeLimit(.minutes(1)))
struct FieldTableTests {
  @Test("a line gives number, name and the name in JSON, whatever that has in it")
  func lines() {
    let table = FieldTable("1 count\n5 a_b aB\n536870911 c  d\u{301} e\n7 f ")
    let entries = [
      FieldTable.Entry(1, "count", "count"), FieldTable.Entry(5, "a_b", "aB"),
      FieldTable.Entry(536_870_911, "c", " d\u{301} e"), FieldTable.Entry(7, "f", ""),
    ]
    #expect(table.entries == entries)
    #expect(table.number("a_b") == 5 && table.number("aB") == 5 && table.number(" d\u{301} e") == 536_870_911)
    #expect(table.name(5) == "a_b" && table.name(6) == "field 6")
  }
}
