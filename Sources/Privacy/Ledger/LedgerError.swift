/// Why a ledger refused an operation. A refusal changes nothing.
package enum LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The nano-rho or delta of a charge is negative, or both are 0.
  case invalidCharge(PrivacyCost)
  /// The reservation's name is empty, or longer than 255 bytes, or the family's is.
  case invalidName(String)
  /// The reservation exists already.
  case duplicateReservation(String)
  /// No open reservation of that name.
  case unknownReservation(String)
  /// The year's rho would exceed the cap.
  case yearExhausted(year: Int, requested: Int64, available: Int64)
  /// The year's delta would exceed the cap.
  case deltaExhausted(year: Int, requested: Int64, available: Int64)
  /// What was charged is not known for certain, so that nothing more is until the year is over; the text says why.
  case yearClosed(year: Int, reason: String)
  /// A bound over all years that was set may only be lowered, and not below what is spent, in nano-rho.
  case boundRefused(asked: Int64, allowed: ClosedRange<Int64>)
  /// The year was begun under another policy.
  case otherPolicy(year: Int, begun: String, asked: String)
  /// The clock is before the newest entry by more than it may be, in microseconds.
  case clockBehind(by: Int64)
  /// The clock is ahead of the newest entry by more than is believed unasked, in microseconds.
  case clockAhead(by: Int64)
  /// The rho of all years would exceed the lifetime bound.
  case lifetimeExhausted(requested: Int64, available: Int64)
  /// A stored entry does not continue the chain, or its content is not what was hashed.
  case brokenChain(year: Int, sequence: Int64, reason: String)

  /// What was refused, and what would have been allowed.
  package var description: String {
    switch self {
    case .invalidCharge(let cost):
      "a charge of \(cost.nanoRho) nano-rho and \(cost.deltaUnits)e-18 delta: both must be >= 0, one above 0"
    case .invalidName(let name): "ledger name '\(name)': 1 to 255 bytes of UTF-8 are allowed"
    case .duplicateReservation(let name): "reservation '\(name)' exists already; every reservation has its own name"
    case .unknownReservation(let name): "reservation '\(name)' is not open; only a reserved one can be settled"
    case .yearExhausted(let year, let requested, let available):
      "budget of \(year): \(requested) nano-rho asked, \(available) left"
    case .deltaExhausted(let year, let requested, let available):
      "budget of \(year): delta of \(requested)e-18 asked, \(available)e-18 left"
    case .otherPolicy(let year, let begun, let asked):
      "\(year) was begun under the policy '\(begun)'; '\(asked)' is another and may begin with the next year"
    case .clockBehind(let distance):
      "the clock is \(Self.days(distance)) days before the newest entry of the ledger; allowed: at most one. Set it right"
    case .clockAhead(let distance):
      "the clock is \(Self.days(distance)) days ahead of the newest entry of the ledger; allowed: at most 45, or more when it "
        + "is said to be right (--accept-clock)"
    case .lifetimeExhausted(let requested, let available):
      "the bound over all years leaves \(available) nano-rho and \(requested) are asked: releases have come to their end, "
        + "and what is released already goes on being answered"
    case .yearClosed(let year, let reason):
      "\(year) is closed: \(reason). No release is drawn before \(year + 1), unless an operator takes it upon them: stop the "
        + "server, then `spots ledger reopen`"
    case .boundRefused(let asked, let allowed) where allowed.upperBound == .max:
      "a bound of \(asked) nano-rho over all years: allowed is at least what is spent, \(allowed.lowerBound)"
    case .boundRefused(let asked, let allowed):
      "a bound of \(asked) nano-rho over all years: allowed are \(allowed.lowerBound), which are spent, to "
        + "\(allowed.upperBound), the bound that holds; it is never raised"
    case .brokenChain(let year, let sequence, let reason): "ledger entry \(year)/\(sequence): \(reason)"
    }
  }

  private static func days(_ microseconds: Int64) -> Int64 { microseconds / LedgerEntry.day }
}
