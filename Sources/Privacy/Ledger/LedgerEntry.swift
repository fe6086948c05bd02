/// A function from bytes to their digest (SHA-256 in the product), handed in so that this module needs no library.
package typealias LedgerHasher = @Sendable ([UInt8]) -> [UInt8]

/// One append-only row of the ledger. Its key is `(year, sequence)`.
package struct LedgerEntry: Sendable, Hashable {
  /// What a row records.
  package enum Change: UInt8, Sendable, Hashable, CaseIterable {
    /// Budget was set aside.
    case reserved = 1
    /// The release of the reservation was published.
    case used = 2
    /// The reservation will never be published. Its charge stays spent.
    case abandoned = 3
    /// The year goes on although what was charged is not known for certain; the charge is what is known to have been
    /// spent by entries that are not continued.
    case reopened = 4
    /// The bound over all years was set or lowered; costs nothing.
    case bounded = 5
  }

  /// A day in the unit of `time`.
  static let day: Int64 = 86_400_000_000

  /// Accounting year (UTC calendar year) of the reservation.
  package var year: Int
  /// Position within the year, from 1, without gaps.
  package var sequence: Int64
  /// Name of the reservation, unique over all years.
  package var reservation: String
  /// Statistic family or admission that spends.
  package var family: String
  /// Edition of the policy that it is charged under: name and version.
  package var policy: String
  /// When, in microseconds since 1970 UTC.
  package var time: Int64
  /// What is charged; zero in `used`, `abandoned` and `bounded` rows, so that the rows of a year add up to what is spent.
  package var charge: PrivacyCost
  /// The state the reservation entered.
  package var change: Change
  /// The most nano-rho over all years that a `bounded` row sets; `nil` in all others.
  package var lifetimeNanoRho: Int64?
  /// Digest of the row before, within the year; empty in the first.
  package var previousHash: [UInt8]
  /// Digest of `canonicalBytes`.
  package var hash: [UInt8]

  /// A row as it is stored.
  package init(
    year: Int, sequence: Int64, reservation: String, family: String, policy: String, time: Int64,
    charge: PrivacyCost, change: Change, lifetimeNanoRho: Int64? = nil, previousHash: [UInt8], hash: [UInt8]
  ) {
    self.year = year
    self.sequence = sequence
    self.reservation = reservation
    self.family = family
    self.policy = policy
    self.time = time
    self.charge = charge
    self.change = change
    self.lifetimeNanoRho = lifetimeNanoRho
    self.previousHash = previousHash
    self.hash = hash
  }

  /// What is hashed: a domain tag, then every field but the digest; integers big-endian in 8 bytes, text and digests
  /// behind their length, a bound over all years last and only where there is one, so that no two rows share an encoding.
  package var canonicalBytes: [UInt8] {
    var bytes = Array("privacy-ledger-2\0".utf8)
    for number in [Int64(year), sequence, time, Int64(change.rawValue), charge.nanoRho, charge.deltaUnits] {
      Self.append(number, to: &bytes)
    }
    for field in [Array(reservation.utf8), Array(family.utf8), Array(policy.utf8), previousHash] {
      Self.append(Int64(field.count), to: &bytes)
      bytes += field
    }
    if let lifetimeNanoRho { Self.append(lifetimeNanoRho, to: &bytes) }
    return bytes
  }

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    let pattern = UInt64(bitPattern: number)
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: pattern >> shift)) }
  }
}
