/// How a connector asks and how it ranks.
public struct ConnectorSettings: Sendable, Hashable {
  /// How long the customer may be kept waiting. What is not there by then is done without.
  public var budget: Duration
  /// How shop and SPOTS are brought together; 70 to 30 unless told otherwise.
  public var blend: Blend
  /// How long a question that is the same for all customers may take, so that its answer is there for the next one.
  public var fetchTimeout: Duration
  /// How long a question is not asked again that was not answered, unless the server says how long.
  public var pause: Duration

  /// By default 50 ms for the customer, 10 s for what all need, a second's pause.
  public init(
    budget: Duration = .milliseconds(50), blend: Blend = .usual, fetchTimeout: Duration = .seconds(10),
    pause: Duration = .seconds(1)
  ) {
    (self.budget, self.blend, self.fetchTimeout, self.pause) = (budget, blend, fetchTimeout, pause)
  }
}
