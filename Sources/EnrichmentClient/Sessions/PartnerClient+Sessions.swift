public import EnrichmentSchema

extension PartnerClient {
  /// Opens a session: events go in, fresh enrichment comes out. It resumes by itself after a cut, also on another server of
  /// the same store, with nothing lost and nothing counted twice: an event is kept until it is durable and sent again with
  /// its id. When `inputs` end, the session closes once all of them are durable.
  ///
  /// - Parameters:
  ///   - open: The segment, and what is wanted of it; or the token of an earlier session.
  ///   - inputs: What happens, as it happens. It is asked for more only while fewer than a thousand events wait.
  ///   - patience: How it goes on after cuts.
  public func session<Inputs: AsyncSequence & Sendable>(
    _ open: Open, inputs: Inputs, patience: SessionPatience = SessionPatience()
  ) -> SessionUpdates where Inputs.Element == SessionInput {
    let run = SessionRun(self, open, patience: patience) { outbox in
      do {
        for try await input in inputs {
          let goesOn =
            switch input {
            case .event(let event): await outbox.add(event)
            case .context(let context): await outbox.add(context)
            }
          guard goesOn, !Task.isCancelled else { return }
        }
      } catch {
        // Who hands in a sequence that fails knows it; what came before is told all the same.
      }
    }
    return SessionUpdates(run: run)
  }
}
