import Ingest
import Population
import Testing

@Suite("A public list of categories", .timeLimit(.minutes(2)))
struct CategoryListTests {
  @Test("speaks for interest clusters, each category once, and leaves out what is sensitive")
  func clusters() throws {
    let folder = try TemporaryFolder([
      "venues.csv": """
      venue_id,category_path
      1,Food>Coffee Shop
      2,Food>Coffee Shop
      3,Shop & Service>Bookstore
      4,Residence>Home
      5,Professional & Other Places>Medical Center>Hospital

      """
    ])
    let list = try CategoryList(path: folder.path + "/venues.csv")
    #expect(list.byCluster == [.foodAndCoffee: ["Food>Coffee Shop"], .shopping: ["Shop & Service>Bookstore"]])
    #expect(list.places == 5 && list.neutral == ["Residence>Home"] && list.sensitive.count == 1)
  }

  @Test("without the column is refused with its name")
  func missingColumn() throws {
    let folder = try TemporaryFolder(["venues.csv": "venue_id,name\n1,a\n"])
    #expect { try CategoryList(path: folder.path + "/venues.csv") } throws: { "\($0)".contains("category_path") }
  }
}
