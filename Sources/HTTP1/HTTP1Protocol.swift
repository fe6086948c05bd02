package import Transport

/// HTTP/1.1, and HTTP/1.0 as far as it goes, beside the first version of a server on one loop.
///
/// A connection has one request at a time: the next one is read when the response to the one before has left.
package final class HTTP1Protocol: AlternativeProtocol, @unchecked Sendable {
  private let limits: HTTP1Limits
  private let dates: DateField

  /// A protocol with limits for every connection; `clock` tells the seconds since 1970, and without it responses do not
  /// say when they were made.
  package init(limits: HTTP1Limits, clock: (@Sendable () -> Int64)?) {
    self.limits = limits
    dates = DateField(clock)
  }

  package func session(on carrier: any SessionCarrier) -> any AlternativeSession {
    HTTP1Session(carrier, limits, dates)
  }
}
