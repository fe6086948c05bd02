import Cryptography
import EnrichmentSchema
import Privacy
import WireFormat

/// The bytes of an anchor: a head with the store's identity, then every entry of the ledger with a check of its own.
///
/// `Protocols/spots/store/v1/anchor.proto` says what they are, for whoever reads them without this program.
struct AnchorContents: Sendable, Hashable {
  /// Bytes that are no anchor, or of which a part was changed or lost.
  enum Damage: Error, Sendable, Hashable {
    /// The head is not whole: the file was being made.
    case noHead
    /// Something that no anchor begins with.
    case otherFile
    /// What stands at this offset is no entry, although entries follow.
    case brokenEntry(at: Int)
  }

  /// Identity of the store, see `MetadataTable.identity`.
  let store: Int64
  /// The entries in the order they were appended in.
  private(set) var entries: [LedgerEntry] = []
  /// Where the last whole entry ends, in bytes from the start.
  private(set) var end: Int
  /// Whether bytes follow that are no whole entry: the last append was cut short.
  private(set) var isTorn = false

  private static let magic = Array("SPOTSLA1".utf8)
  private static let headLength = 16
  private static let checkLength = 8
  private static let longestEntry = 4_096

  /// Reads the bytes of a file.
  ///
  /// What follows the last whole entry is taken for an append that was cut short, and is told by `isTorn`; an entry that
  /// is broken before others is damage.
  init(_ bytes: [UInt8]) throws(Damage) {
    guard bytes.prefix(Self.magic.count).elementsEqual(Self.magic.prefix(bytes.count)) else { throw .otherFile }
    guard bytes.count >= Self.headLength else { throw .noHead }
    store = Int64(bitPattern: bytes[Self.magic.count..<Self.headLength].reduce(0) { $0 << 8 | UInt64($1) })
    end = Self.headLength
    var newest: [Int: [UInt8]] = [:]
    while end < bytes.count {
      guard let (read, next) = Self.entry(in: bytes, at: end) else {
        let later = (end + 1..<bytes.count).first { Self.entry(in: bytes, at: $0) != nil }
        guard later == nil else { throw .brokenEntry(at: end) }
        isTorn = true
        return
      }
      var entry = read
      entry.previousHash = newest[entry.year] ?? []
      newest[entry.year] = entry.hash
      entries.append(entry)
      end = next
    }
  }

  /// The bytes of a file with these entries.
  static func bytes(of entries: [LedgerEntry], store: Int64) -> [UInt8] {
    let identity = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: store >> $0) }
    return magic + identity + bytes(of: entries)
  }

  /// The bytes that entries add to a file.
  static func bytes(of entries: [LedgerEntry]) -> [UInt8] {
    entries.flatMap { entry in
      let message = AnchoredEntry(entry).serializedBytes()
      let length = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: message.count >> $0) }
      return length + message + SHA256.digest(message).prefix(checkLength)
    }
  }

  /// The entry that begins at an offset and where it ends; `nil` where none does.
  private static func entry(in bytes: [UInt8], at start: Int) -> (LedgerEntry, next: Int)? {
    guard bytes.count - start >= 4 + checkLength else { return nil }
    let length = bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    let (body, next) = (start + 4, start + 4 + length + checkLength)
    guard (1...longestEntry).contains(length), next <= bytes.count else { return nil }
    let message = Array(bytes[body..<body + length])
    guard SHA256.digest(message).prefix(checkLength).elementsEqual(bytes[body + length..<next]),
      let anchored = try? AnchoredEntry(serializedBytes: message), let entry = LedgerEntry(anchored)
    else { return nil }
    return (entry, next)
  }
}

extension AnchoredEntry {
  /// The entry as it is written into an anchor.
  fileprivate init(_ entry: LedgerEntry) {
    self.init()
    (year, sequence, change) = (Int32(clamping: entry.year), entry.sequence, Int32(entry.change.rawValue))
    (reservation, family, policy) = (entry.reservation, entry.family, entry.policy)
    (timeUs, nanoRho, deltaUnits) = (entry.time, entry.charge.nanoRho, entry.charge.deltaUnits)
    (lifetimeNanoRho, digest) = (entry.lifetimeNanoRho, entry.hash)
  }
}

extension LedgerEntry {
  /// The entry of an anchor, without the hash before it, which the file has once only; `nil` for a kind that this program
  /// does not know.
  fileprivate init?(_ anchored: AnchoredEntry) {
    guard let change = Change(rawValue: UInt8(clamping: anchored.change)) else { return nil }
    self.init(
      year: Int(anchored.year), sequence: anchored.sequence, reservation: anchored.reservation,
      family: anchored.family, policy: anchored.policy, time: anchored.timeUs,
      charge: PrivacyCost(nanoRho: anchored.nanoRho, deltaUnits: anchored.deltaUnits), change: change,
      lifetimeNanoRho: anchored.lifetimeNanoRho, previousHash: [], hash: anchored.digest)
  }
}
