import Population

/// The table `links`: the customers of partners who stand for people.
enum LinkTable {
  /// Whom a customer stands for, and the number of the link, which rows that came through it carry as their source.
  enum Column: Int32, SQLColumn { case linkNo, agentNo, regionNo }

  static let byCustomer = """
    SELECT \(Column.names) FROM links JOIN agents USING (agent_no) WHERE customer_id = $1
    """
  /// One link with what is kept of it when it ends.
  enum TermColumn: Int32, SQLColumn { case partner, createdAt }

  static let add = "INSERT INTO links (partner, customer_id, agent_no, created_at) VALUES ($1, $2, $3, $4)"
  static let term = "SELECT \(TermColumn.names) FROM links WHERE link_no = $1"
  /// A person's links: each partner, and since when.
  static let ofAgent = "SELECT \(TermColumn.names) FROM links WHERE agent_no = $1 ORDER BY created_at, link_no"
  static let deleteOfAgent = "DELETE FROM links WHERE agent_no = $1"
  static let delete = "DELETE FROM links WHERE link_no = $1"

  /// A link that stands.
  struct Entry {
    let number: Int64
    let agent: Int64
    /// Region of the person.
    let region: Int64?
  }

  static func readTerm(_ row: any SQLRow) -> PersonLink {
    PersonLink(partner: row.text(TermColumn.partner), since: row.integer(TermColumn.createdAt))
  }

  static func read(_ row: any SQLRow) -> Entry {
    Entry(
      number: row.integer(Column.linkNo), agent: row.integer(Column.agentNo),
      region: row.optionalInteger(Column.regionNo))
  }
}

/// The table `ended_links`: which partners' customers stood for people, and when.
enum EndedLinkTable {
  /// What is kept of a link that has ended.
  enum Column: Int32, SQLColumn { case agentNo, partner, sinceUs, untilUs, createdAt }

  static let add = "INSERT INTO ended_links (\(Column.names)) VALUES (\(Column.parameters))"
  static let ofAgent = "SELECT \(Column.names) FROM ended_links WHERE agent_no = $1 ORDER BY since_us, until_us"
  static let deleteOfAgent = "DELETE FROM ended_links WHERE agent_no = $1"

  static func read(_ row: any SQLRow) -> PersonLink {
    PersonLink(
      partner: row.text(Column.partner), since: row.integer(Column.sinceUs), until: row.integer(Column.untilUs))
  }
}
