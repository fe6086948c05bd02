import Glibc
import Privacy

/// A copy of the ledger outside the database, as a file that is only ever appended to.
///
/// It is opened for each append: a few times a day, and then it must be the file that was read.
struct AnchorFile: Sendable {
  /// What was found where an anchor is looked for.
  enum Found: Sendable {
    /// Nothing, or a file that was being made.
    case nothing
    /// The anchor of another store.
    case otherStore
    /// What cannot be used; the text says why.
    case damaged(String)
    /// An anchor of the store.
    case anchor(AnchorContents)
  }

  /// Where it is.
  let path: String
  private var end: Int64
  private var newest: [Int: Int64]
  private let identity: Identity

  /// Which file a path leads to.
  private struct Identity: Sendable, Hashable {
    let device: UInt
    let inode: UInt

    init(of descriptor: Int32, _ path: String) throws(StoreError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw AnchorFile.failure(path) }
      (device, inode) = (UInt(status.st_dev), UInt(status.st_ino))
    }
  }

  /// Room that an append finds, in bytes: what a run enters, several times over.
  private static let room: off_t = 4_096

  /// Looks for the anchor of a store. Throws `outage` when a file is there and cannot be read.
  static func find(at path: String, store: Int64) throws(StoreError) -> Found {
    guard let bytes = try bytes(of: path) else { return .nothing }
    do {
      let contents = try AnchorContents(bytes)
      return contents.store == store ? .anchor(contents) : .otherStore
    } catch {
      switch error {
      case .noHead: return .nothing
      case .otherFile: return .damaged("\(path) is no anchor")
      case .brokenEntry(let offset): return .damaged("\(path) is damaged at byte \(offset)")
      }
    }
  }

  /// Whether a file holds entries of any store's ledger, or what may have been some; one that does not is removed.
  static func holdsLedger(_ path: String) throws(StoreError) -> Bool {
    guard let bytes = try bytes(of: path) else { return false }
    do {
      guard try AnchorContents(bytes).entries.isEmpty else { return true }
    } catch {
      guard error == .noHead else { return true }
    }
    unlink(path)
    return false
  }

  /// Goes on with an anchor that was found; an append that was cut short is cut off.
  init(continuing contents: AnchorContents, at path: String) throws(StoreError) {
    (self.path, end) = (path, Int64(contents.end))
    newest = Self.newest(of: contents.entries)
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    identity = try Identity(of: descriptor, path)
    guard contents.isTorn else { return }
    guard ftruncate(descriptor, off_t(end)) == 0, fsync(descriptor) == 0 else { throw Self.failure(path) }
  }

  /// Makes an anchor with these entries, whole or not at all.
  init(making path: String, of entries: [LedgerEntry], store: Int64) throws(StoreError) {
    let bytes = AnchorContents.bytes(of: entries, store: store)
    let draft = path + ".new"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(draft) }
    defer { close(descriptor) }
    try Self.write(bytes, to: descriptor, at: 0, draft)
    guard rename(draft, path) == 0 else { throw Self.failure(path) }
    try Self.flushDirectory(of: path)
    identity = try Identity(of: descriptor, path)
    (self.path, end, newest) = (path, Int64(bytes.count), Self.newest(of: entries))
  }

  /// Puts whatever is at a path out of the way, under the first free name `PATH.1`, `PATH.2`, …, and returns that; `nil`
  /// where nothing is.
  static func setAside(_ path: String) throws(StoreError) -> String? {
    guard access(path, F_OK) == 0 else { return nil }
    for number in 1...9_999 where access("\(path).\(number)", F_OK) != 0 {
      guard rename(path, "\(path).\(number)") == 0 else { throw failure(path) }
      try flushDirectory(of: path)
      return "\(path).\(number)"
    }
    throw .invalidLocation("\(path) has 9999 files that were set aside; remove some")
  }

  /// Checks that there is room for what a run enters, by taking it and giving it back: a full disk is noticed before
  /// anything is charged. Throws `outage`.
  func checkRoom() throws(StoreError) {
    try withFile { descriptor throws(StoreError) in
      let refusal = posix_fallocate(descriptor, off_t(end), Self.room)
      guard ftruncate(descriptor, off_t(end)) == 0 else { throw Self.failure(path) }
      guard refusal == 0 else { throw Self.failure(path, code: refusal) }
    }
  }

  /// Appends those of a ledger's entries that it lacks, and flushes. Throws `outage`, and has none of them then.
  mutating func append(from ledger: [LedgerEntry]) throws(StoreError) {
    let missing = ledger.filter { $0.sequence > newest[$0.year] ?? 0 }
    guard !missing.isEmpty else { return }
    let bytes = AnchorContents.bytes(of: missing)
    try withFile { descriptor throws(StoreError) in
      do throws(StoreError) {
        try Self.write(bytes, to: descriptor, at: off_t(end), path)
      } catch {
        _ = ftruncate(descriptor, off_t(end))
        throw error
      }
    }
    end += Int64(bytes.count)
    newest.merge(Self.newest(of: missing)) { max($0, $1) }
  }

  private static func newest(of entries: [LedgerEntry]) -> [Int: Int64] {
    Dictionary(entries.map { ($0.year, $0.sequence) }, uniquingKeysWith: { max($0, $1) })
  }

  /// Opens the file, which must be as it was left. Throws `outage`.
  private func withFile(_ body: (Int32) throws(StoreError) -> Void) throws(StoreError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    guard try Identity(of: descriptor, path) == identity, lseek(descriptor, 0, SEEK_END) == off_t(end) else {
      throw .outage(StoreOutage(.gone, "the ledger's anchor \(path) is not as it was left; stop and start again"))
    }
    try body(descriptor)
  }
}

/// What every file of this kind needs of the system.
extension AnchorFile {
  private static func bytes(of path: String) throws(StoreError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure(path)
    }
    defer { close(descriptor) }
    var (bytes, part) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = read(descriptor, &part, part.count)
      guard count >= 0 else { throw failure(path) }
      guard count > 0 else { return bytes }
      bytes += part[..<count]
    }
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, at offset: off_t, _ path: String
  ) throws(StoreError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written, offset + off_t(written))
      }
      guard count > 0 else { throw failure(path) }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw failure(path) }
  }

  private static func flushDirectory(of path: String) throws(StoreError) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(directory) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(directory) }
  }

  private static func failure(_ path: String, code: Int32 = errno) -> StoreError {
    let cause: StoreOutage.Cause =
      switch code {
      case ENOSPC, EDQUOT: .full
      case EROFS, EACCES, EPERM: .readOnly
      case EMFILE, ENFILE: .unopenable
      case ENOENT: .gone
      default: .failing
      }
    return .outage(StoreOutage(cause, "the ledger's anchor \(path): \(String(cString: strerror(code)))"))
  }
}
