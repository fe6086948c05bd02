import Measures
package import Population

/// A simulated city: people of given tastes who move, meet, share and adopt, so that every source of data exists and
/// every field can be shown. What comes out is marked as simulated wherever it goes.
///
/// People leave home and come back to it, work or study, explore and return to what they know; venues have Zipf
/// popularity, opening hours, prices, coordinates and a district; friendships are homophilous, adoptions spread along them
/// and where things are sold. Memory holds venues, people, friendships and
/// adoptions; visits and actions are made person by person and handed on.
package struct City: Sendable {
  private let plan: CityPlan
  private let calendar: RegionCalendar
  let map: VenueMap
  let residents: [Resident]
  let friendships: Friendships
  private let market: ItemMarket

  /// Founds the city of a plan.
  ///
  /// - Throws: `CityPlanError`, or `CryptographyError` when no pseudonyms can be made.
  package init(_ plan: CityPlan) throws {
    if let problem = plan.problem { throw problem }
    guard let calendar = RegionCalendar(timeZone: plan.timeZone) else { throw CityPlanError.timeZone(plan.timeZone) }
    let map = VenueMap(plan)
    let ages = WeightedChoice(plan.ageBands.map(\.weight))
    let interests = WeightedChoice(plan.interests)
    let residents = try (0..<plan.people).map { index in
      try Resident(index, in: plan, venues: map, ages: ages, interests: interests)
    }
    let friendships = Friendships(residents, plan: plan)
    self.plan = plan
    self.calendar = calendar
    self.map = map
    self.residents = residents
    self.friendships = friendships
    market = ItemMarket(residents, friendships, map, plan: plan)
  }

  /// What the city says of itself.
  package var declaration: RegionDeclaration {
    RegionDeclaration(
      region: plan.region, timeZone: plan.timeZone, sources: .all, isSimulated: true, asOf: plan.cutOff)
  }

  /// The districts of the city, the items that are sold in them and the places that stand in them, as a map office and
  /// the shops would register them. What is bought is what people are said to like, so that shops count for no district.
  ///
  /// - Throws: `ZoneMapError` never for a plan that can be simulated.
  package func registeredMap() throws(ZoneMapError) -> RegisteredMap {
    let places = map.venues.filter { $0.category != .shopping }.map { ($0.place, DistrictGrid.district(at: $0.offset)) }
    return try RegisteredMap(
      map: DistrictGrid.map(items: market.registered(in: plan)),
      zoneOfPlace: Dictionary(places, uniquingKeysWith: { first, _ in first }))
  }

  /// Customers of the plan's partner who are people of the city, and agreed that the partner may say so: the first who
  /// consent to everything.
  ///
  /// - Throws: `CryptographyError` when no pseudonyms can be made.
  package func customers() throws -> [Customer] {
    let people = residents.lazy.filter { $0.consents == .all }.prefix(plan.customers)
    return try people.enumerated().map { number, resident in
      let customer = try plan.pseudonymizer.agent(plan.customer(number).utf8, in: .partner(plan.partner))
      return Customer(customer: customer, person: resident.agent)
    }
  }

  /// A partner's customer and the person they are.
  package struct Customer: Sendable, Hashable {
    /// The pseudonym in the partner's namespace.
    package let customer: AgentID
    /// The pseudonym in that of SPOTS.
    package let person: AgentID
  }

  /// Delivers everybody in batches.
  package func deliver(to sink: inout some ImportSink) throws {
    try sink.begin(declaration)
    try sink.register(places: map.venues.map(\.place))
    try sink.register(registeredMap())
    try sink.register(people: residents.map(\.agent))
    var batch = ImportBatch()
    for index in residents.indices { try batch.add(records(of: index), to: &sink) }
    try batch.flush(to: &sink)
    try sink.finish()
  }

  /// The rows of person number `index`, 0..<people.
  package func records(of index: Int) -> AgentRecords {
    let resident = residents[index]
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.rows | UInt64(index))
    var movement = Movement(index, resident, plan: plan, map: map, calendar: calendar)
    movement.run()
    var records = AgentRecords(person: person(resident, visits: movement.visits, &random))
    records.visits = movement.visits
    records.adoptions = market.adoptions(of: index)
    records.actions = actions(of: resident, after: movement.visits, &random)
    for (slot, peer) in friendships[index].enumerated() { add(index, slot, Int(peer), to: &records) }
    records.actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    return records
  }

  private func person(_ resident: Resident, visits: [Visit], _ random: inout SplitMix64) -> Person {
    let history = VisitHistory(visits, in: MeasureWindow(cutOff: plan.cutOff))
    let answered = plan.start - Int64(random.unit() * Double(30 * RegionCalendar.day))
    return Person(
      agent: resident.agent, region: plan.region, ageBand: resident.ageBand, interestCluster: history.interestCluster,
      statedDimensions: resident.answers(&random), answeredAt: answered, consents: resident.consents)
  }

  /// Experiences after some visits, and shares of some experiences.
  private func actions(of resident: Resident, after visits: [Visit], _ random: inout SplitMix64) -> [Action] {
    visits.flatMap { visit -> [Action] in
      guard visit.category != .home, random.unit() < 0.2, let leave = visit.leave else { return [] }
      let item = visit.place
      let experience = Action(
        id: Mixing.mix(visit.id ^ 2), kind: .experience, time: leave, category: visit.category, item: item)
      let later = leave + Int64(random.exponential(mean: 2) * Double(RegionCalendar.hour))
      guard random.unit() < resident[.curationTendency] * 0.8, later < plan.cutOff else { return [experience] }
      let share = Action(id: Mixing.mix(visit.id ^ 3), kind: .share, time: later, category: visit.category, item: item)
      return [experience, share]
    }
  }

  /// Adds a person's end of the friendship at one of their places.
  private func add(_ index: Int, _ slot: Int, _ peer: Int, to records: inout AgentRecords) {
    let other = friendships.slot(of: index, among: peer)
    let friendship = Friendship(index, peer, residents: residents, plan: plan)
    records.connections.append(
      Tie(
        peer: residents[peer].agent, first: friendship.first, last: friendship.sessions.last ?? friendship.first,
        sessions: Int32(friendship.sessions.count), compatibility: friendship.compatibility,
        learningSlope: friendship.slope, slots: other.map { Tie.Slots(own: slot, peer: $0) }))
    for (number, time) in friendship.sessions.enumerated() {
      let id = Mixing.mix(friendship.key &+ UInt64(number))
      records.actions.append(Action(id: id, kind: .ai2aiSession, time: time))
    }
  }
}
