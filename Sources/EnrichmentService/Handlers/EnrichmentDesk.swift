package import EventLoop
package import Population
package import Storage

/// What the calls of some keys are answered from. There are two: the server's store, and the sandbox.
package final class EnrichmentDesk: Sendable {
  /// Answers about segments.
  let answers: SegmentAnswers
  /// Takes actions in.
  let intake: ActionIntake
  /// Its real-time sessions.
  let sessions: SessionHub
  /// Ranks catalogues.
  let ranking: CatalogueRanking
  /// Says what its releases have cost.
  let budget: BudgetReport
  /// Says which of its answers are the present ones.
  package let tags: AnswerTags

  /// Puts a desk together; what it answers is dated by `clock`.
  ///
  /// - Parameter name: tells its answers from those of the other.
  package init(
    name: String, answers: SegmentAnswers, intake: ActionIntake, sessions: SessionHub, ledger: any LedgerStore,
    pool: BlockingPool,
    clock: TimeSource
  ) {
    (self.answers, self.intake, self.sessions) = (answers, intake, sessions)
    ranking = CatalogueRanking(answers: answers, pool: pool, clock: clock)
    budget = BudgetReport(ledger: ledger, clock: clock)
    tags = AnswerTags(catalogue: answers.catalogue, name: name, clock: clock)
  }
}
