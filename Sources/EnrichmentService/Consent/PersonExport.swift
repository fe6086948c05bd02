import EnrichmentSchema
import Population
import Storage
import WireFormat

/// What is held of a person, record by record, in words the person can read; times in the time of their region.
struct PersonExport {
  private let held: HeldPerson
  private let calendar: RegionCalendar
  private let zone: String

  /// Takes everything that is held.
  init(_ held: HeldPerson) {
    self.held = held
    let known = held.region.flatMap { region in
      RegionCalendar(timeZone: region.timeZone).map { (calendar: $0, zone: region.timeZone) }
    }
    (calendar, zone) = (known?.calendar ?? .utc, known?.zone ?? "UTC")
  }

  /// Every record, in the order the schema says.
  var records: [PersonRecord] {
    var records = [registration]
    records += onboarding
    records += held.decisions.reversed().map(consent)
    records += held.records.visits.map(visit)
    records += held.records.actions.map(action)
    records += held.records.adoptions.map(adoption)
    records += connections
    records += held.links.map(link)
    records += held.sessions.map(session)
    records += deletion
    return records
  }

  private var registration: PersonRecord {
    let person = held.records.person
    guard let region = held.region else {
      return record(
        "registration", at: held.knownSince,
        "You are not registered. A pseudonym, made of your name with a secret, is kept with what follows.")
    }
    return record(
      "registration", at: held.knownSince,
      "You are registered in region \(region.id) (\(region.timeZone)), under a pseudonym made of your name with a secret; "
        + "your name is not kept. Your age band is \(Self.words(person.ageBand.name)).",
      ["region": region.id, "time_zone": region.timeZone, "age_band": person.ageBand.name])
  }

  private var onboarding: [PersonRecord] {
    let stated = zip(Dimension.allCases, held.records.person.statedDimensions).compactMap { dimension, value in
      value.map { (dimension.name, Self.share($0)) }
    }
    guard !stated.isEmpty, let time = held.records.person.answeredAt else { return [] }
    let list = stated.map { "\(Self.words($0.0)) \($0.1)" }.joined(separator: ", ")
    return [
      record(
        "onboarding", at: time, "You said of yourself, from 0 to 1: \(list).", Dictionary(uniqueKeysWithValues: stated))
    ]
  }

  private var connections: [PersonRecord] {
    guard held.connections > 0 else { return [] }
    let people = held.connections == 1 ? "1 person" : "\(held.connections) people"
    return [
      record(
        "connections", at: nil, "You are connected with \(people); who they are is theirs to be told.",
        ["count": "\(held.connections)"])
    ]
  }

  private var deletion: [PersonRecord] {
    guard let request = held.forgetting else { return [] }
    let end = request.finishedAt.map { "done at \(localTime($0))" } ?? "still under way"
    return [
      record(
        "deletion", at: request.requestedAt, "You asked to be forgotten; that is \(end).",
        ["receipt_id": request.receiptID])
    ]
  }

  /// The moment in the time of the region, to the minute.
  private func localTime(_ time: Int64) -> String {
    let text = CivilTime(microseconds: calendar.local(time)).description
    return "\(text.prefix(16).replacing("T", with: " ")) \(zone)"
  }

  private func record(
    _ kind: String, at time: Int64?, _ text: String, _ values: [String: String] = [:]
  ) -> PersonRecord {
    var record = PersonRecord()
    record.kind = kind
    record.time = time.map(GoogleProtobufTimestamp.init(microseconds:))
    record.localTime = time.map(localTime) ?? ""
    record.text = text
    record.values = FieldMap(values)
    return record
  }

  private static func words(_ name: String) -> String { name.replacing("_", with: " ") }

  /// Millionths as a share with up to three digits.
  private static func share(_ millionths: Int32) -> String {
    let thousandths = (Int(millionths) + 500) / 1_000
    let digits = "\(1_000 + thousandths % 1_000)".dropFirst()
    return "\(thousandths / 1_000).\(digits)"
  }
}

/// The records that come many times.
extension PersonExport {
  private func consent(_ entry: ConsentEntry) -> PersonRecord {
    let decided = entry.isGranted ? "You agreed to" : "You no longer agree to"
    return record(
      "consent", at: entry.decidedAt, "\(decided) \(entry.purpose.rawValue); written down by \(entry.setBy).",
      [
        "purpose": entry.purpose.rawValue, "granted": "\(entry.isGranted)", "set_by": entry.setBy,
        "policy_version": entry.policyVersion,
      ])
  }

  private func visit(_ visit: Visit) -> PersonRecord {
    var values = ["category": visit.category.name]
    var text =
      visit.category == .home
      ? "You were at home" : "You visited a place of the kind \(Self.words(visit.category.name))"
    if let leave = visit.leave {
      let minutes = (leave - visit.arrive) / RegionCalendar.minute
      values["minutes"] = "\(minutes)"
      text += " for \(minutes) minutes"
    }
    if let spot = visit.coordinate {
      values["latitude"] = Self.degrees(spot.latitude)
      values["longitude"] = Self.degrees(spot.longitude)
      text += ", at about \(Self.degrees(spot.latitude)), \(Self.degrees(spot.longitude))"
    }
    if visit.place != Visit.noPlace { values["place"] = Self.number(visit.place) }
    return record("visit", at: visit.arrive, text + ".", values)
  }

  private func action(_ action: Population.Action) -> PersonRecord {
    let (kind, text) =
      switch action.kind {
      case .share: ("share", "You told others of something")
      case .ai2aiSession: ("ai2ai_session", "Your agent met another")
      case .experience, .visit, .adoption: ("experience", "You lived through something worth telling")
      }
    var values = ["category": action.category.name]
    if action.item != 0 { values["item"] = Self.number(action.item) }
    return record(kind, at: action.time, "\(text) (\(Self.words(action.category.name))).", values)
  }

  private func adoption(_ adoption: Adoption) -> PersonRecord {
    record(
      "adoption", at: adoption.time, "You used an item for the first time (\(Self.words(adoption.category.name))).",
      ["category": adoption.category.name, "item": Self.number(adoption.item)])
  }

  private func link(_ link: PersonLink) -> PersonRecord {
    guard let until = link.until else {
      return record(
        "link", at: link.since,
        "A customer of the partner \(link.partner) stands for you: what they hand in about this customer is kept as yours.",
        ["partner": link.partner])
    }
    return record(
      "link", at: link.since,
      "A customer of the partner \(link.partner) stood for you until \(localTime(until)); what was kept through that was "
        + "deleted then.",
      ["partner": link.partner, "until": localTime(until)])
  }

  private func session(_ session: HeldPerson.Session) -> PersonRecord {
    let events = session.events == 1 ? "1 event" : "\(session.events) events"
    return record(
      "session", at: session.openedAt,
      "The partner \(session.partner) held a session about you, with \(events); last used "
        + "\(localTime(session.touchedAt)).",
      ["partner": session.partner, "events": "\(session.events)"])
  }

  /// Places and items are kept as numbers that their ids are hashed to.
  private static func number(_ hash: UInt64) -> String { String(hash, radix: 16) }

  private static func degrees(_ hundredths: Int16) -> String {
    let digits = "\(100 + Int(hundredths.magnitude) % 100)".dropFirst()
    return "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100).\(digits)"
  }
}
