package import Population
package import RPC
package import Terminal

/// One line of JSON per call, with the request id and never a key.
package struct AccessLog: ServerInterceptor {
  private let output: LogOutput
  private let clock: TimeSource

  /// Lines to `output`, with times of `clock`.
  package init(clock: TimeSource, output: LogOutput) { (self.clock, self.output) = (clock, output) }

  package func finish(_ context: ServerContext, _ outcome: CallOutcome) {
    output.write(AccessLogLine(context, outcome, at: clock.now).bytes)
  }
}
