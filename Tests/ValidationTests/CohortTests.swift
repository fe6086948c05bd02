import Ingest
import Testing

@testable import Validation

@Suite("who takes part in a validation", .timeLimit(.minutes(1)))
struct CohortTests {
  @Test("is whoever has five visits outside shops while is learned; a customer buys something later, too")
  func eligibility() throws {
    var town = SmallTown(users: 4)
    for user in 0..<3 { town.visit(user, 0, at: 10, times: user == 2 ? 4 : 5) }
    // Visits to shops and later ones do not count.
    town.visit(2, 2, at: 10, times: 9)
    town.visit(2, 0, at: 90, times: 3)
    town.visit(0, 3, at: 90)
    town.visit(3, 3, at: 90)
    let cohort = try #require(try town.cohort())
    #expect(cohort.split.end == 10)
    #expect(cohort.participants.map(\.user) == [0, 1])
    #expect(cohort.customerCount == 1)
  }

  @Test("nobody who is left out is in it, though their rows say where learning ends")
  func excluded() throws {
    var town = SmallTown(users: 2, excluded: [1])
    town.visit(0, 0, at: 10, times: 5)
    town.visit(1, 0, at: 50, times: 20)
    let cohort = try #require(try town.cohort())
    #expect(cohort.split.end == 50)
    #expect(cohort.participants.map(\.user) == [0])
  }

  @Test("panel and customers of a fold have nobody in common, and everybody is in one fold")
  func folds() throws {
    let cohort = try #require(try SmallTown.withAFuture().cohort())
    for fold in 0..<Cohort.folds {
      #expect(Set(cohort.panel(without: fold)).isDisjoint(with: cohort.customers(of: fold)))
    }
    #expect((0..<Cohort.folds).flatMap(cohort.customers).sorted() == Array(cohort.participants.indices))
    // By hashlib: the first eight bytes of SHA-256 of "fold:546" and "fold:a", modulo 5.
    #expect(Cohort.fold(ofUser: Array("546".utf8)) == 0 && Cohort.fold(ofUser: Array("a".utf8)) == 2)
  }

  @Test("targets are the shops of the test period, each once; new are those that were not visited before")
  func targets() throws {
    var town = SmallTown(users: 1)
    town.visit(0, 0, at: 10, times: 8)
    town.visit(0, 2, at: 5, times: 2)
    for shop in [2, 3, 3] { town.visit(0, shop, at: 20) }
    let person = try #require(try town.cohort()?.participants.first)
    #expect(person.items == [0] && person.itemVisits == [0: 2])
    #expect(person.targets == [0, 1] && person.newTargets == [1])
    #expect(person.zoneVisits == [0: 8])
  }
}

@Suite("what a validation must not know", .timeLimit(.minutes(1)))
struct LeakageTests {
  @Test("a panel's folder has rows of the panel only, none after the end of learning, and its release is cut off there")
  func folder() throws {
    let cohort = try #require(try SmallTown.withAFuture().cohort())
    let folder = PanelFolder(
      of: cohort, in: PanelFolder.Region(id: "town", timeZone: "Asia/Jakarta", files: [:]))
    for fold in 0..<Cohort.folds {
      let panel = cohort.panel(without: fold)
      let text = String(decoding: folder.rows(of: panel), as: UTF8.self)
      let rows = text.split(separator: "\n").dropFirst()
      #expect(rows.count == 7 * panel.count, "six visits and a purchase of each")
      #expect(!text.contains("shop4"), "what is bought in the future only")
      for customer in cohort.customers(of: fold) {
        #expect(!rows.contains { $0.hasPrefix("u\(cohort.participants[customer].user),") })
      }
    }
    #expect(cohort.split.end == 120)
    #expect(folder.declaration.contains("\"as_of\": \"1970-01-01T00:00:00.000121Z\""))
    #expect(
      String(decoding: folder.rows(of: [0]), as: UTF8.self).contains(
        "u0,\"café, \"\"0\"\"\",1970-01-01T00:00:00.000100Z"))
  }

  @Test(
    "a shuffled panel keeps everybody's purchases and gives each the visits of somebody else, or of itself by chance")
  func shuffled() throws {
    let cohort = try #require(try SmallTown.withAFuture().cohort())
    let folder = PanelFolder(of: cohort, in: PanelFolder.Region(id: "town", timeZone: "UTC", files: [:]))
    let panel = Array(cohort.participants.indices)
    func rows(_ seed: UInt64?) -> [Substring] {
      String(decoding: folder.rows(of: panel, shuffling: seed), as: UTF8.self).split(separator: "\n").map { $0[...] }
    }
    let (plain, shuffled) = (rows(nil), rows(1))
    #expect(plain.count == shuffled.count && plain != shuffled)
    #expect(plain.filter { $0.contains("shop") } == shuffled.filter { $0.contains("shop") })
    for user in 0..<10 {
      #expect(shuffled.count { $0.hasPrefix("u\(user),\"caf") } == 6, "each person is some other one, once")
    }
  }

  @Test("a shop knows nothing of what is bought later, or by its customers")
  func shop() throws {
    let cohort = try #require(try SmallTown.withAFuture().cohort())
    for fold in 0..<Cohort.folds {
      let panel = cohort.panel(without: fold).map { cohort.participants[$0] }
      let shop = ShopKnowledge(panel: panel, items: cohort.items.count, map: cohort.table.map)
      for customer in cohort.customers(of: fold) {
        for base in ShopBase.allCases {
          let scores = shop.scores(base, for: cohort.participants[customer])
          #expect(scores[2] == 0, "\(base.rawValue) knows the item of the future")
        }
      }
      #expect(shop.popularity == [Double(panel.count), 0, 0])
    }
  }
}
