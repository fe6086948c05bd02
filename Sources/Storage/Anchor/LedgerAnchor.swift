import Privacy
import Synchronization

/// The ledger outside the database: `DATABASE.anchor`, and a copy in each further directory that was named.
///
/// A charge is durable in all of them before anything is computed with it. So a database that is put back to an earlier
/// state, or loses a year, is noticed at the next start.
package final class LedgerAnchor: Sendable {
  private struct State {
    var files: [AnchorFile]
    var closure: LedgerClosure?
    /// Why a file could not be brought up at the start: nothing is charged, and everything else goes on.
    var failure: StoreError?
  }

  private let paths: [String]
  private let store: Int64
  private let state: Mutex<State>
  /// What was noticed and done at the start, a line each, for an operator.
  package let remarks: [String]

  /// Where the anchors of a database are: beside it, and under its name in each of the directories.
  package static func paths(besideDatabase path: String, directories: [String]) -> [String] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return ["\(path).anchor"] + directories.map { "\($0)/\(name).anchor" }
  }

  /// Makes way for a new store. Throws `invalidLocation` where the ledger of an earlier one is left: whether another may
  /// begin beside it is for an operator to say.
  package static func checkNoneIsLeft(besideDatabase path: String) throws(StoreError) {
    for path in paths(besideDatabase: path, directories: []) where try AnchorFile.holdsLedger(path) {
      throw .invalidLocation(
        "\(path) is the privacy ledger of a store that is not there: `spots restore` brings the store back; to begin a new "
          + "ledger, whose losses add to those of the old one, move the file away")
    }
  }

  /// Goes on with a settled ledger: brings up what lags, and makes anew what is missing or unusable beside one that is
  /// not. A closed year leaves every file as it is; one that cannot be written lets nothing be charged.
  package init(_ settled: SettledLedger) {
    let (settlement, closure) = (settled.settlement, settled.closure)
    (paths, store) = (settlement.anchors.map(\.path), settled.store)
    var (files, remarks, failure) = ([AnchorFile](), [String](), StoreError?.none)
    if !settlement.taken.isEmpty { remarks.append(Self.remark(taken: settlement.taken)) }
    for (path, found) in settlement.anchors where closure == nil {
      do throws(StoreError) {
        files.append(try Self.file(at: path, found, settlement.ledger, store: settled.store, &remarks))
      } catch {
        failure = error
        remarks.append("no release is drawn before the next start: \(error)")
      }
    }
    if let closure { remarks.append("\(LedgerError.yearClosed(year: closure.year, reason: closure.reason))") }
    self.remarks = remarks
    state = Mutex(State(files: files, closure: closure, failure: failure))
  }

  private static func file(
    at path: String, _ found: AnchorFile.Found, _ ledger: [LedgerEntry], store: Int64, _ remarks: inout [String]
  ) throws(StoreError) -> AnchorFile {
    guard case .anchor(let contents) = found else {
      if let aside = try AnchorFile.setAside(path) { remarks.append("\(path) was not of use and is now \(aside)") }
      return try AnchorFile(making: path, of: ledger, store: store)
    }
    if contents.isTorn { remarks.append("the last entry of \(path) was not whole and was cut off") }
    var file = try AnchorFile(continuing: contents, at: path)
    let missing = ledger.count - contents.entries.count
    if missing > 0 { remarks.append("\(path) lacked \(missing) of the ledger's entries and has them now") }
    try file.append(from: ledger)
    return file
  }

  private static func remark(taken: [LedgerEntry]) -> String {
    let nanoRho = taken.reduce(0) { $0 + $1.charge.nanoRho }
    return
      "the database lacked \(taken.count) entries of the ledger with charges of \(nanoRho) nano-rho: it is an earlier "
      + "copy or was changed; they were taken from the anchor, and the ledger goes on"
  }

  /// The year that is closed, and why; `nil` while every year is open.
  package var closure: LedgerClosure? { state.withLock { $0.closure } }

  /// Checks that a year may be charged and that there is room to enter it. Throws `ledger` for a closed year, `outage`.
  func prepare(year: Int) throws(StoreError) {
    let (files, closure, failure) = state.withLock { ($0.files, $0.closure, $0.failure) }
    if let closure, year <= closure.year { throw closure.refusal }
    if let failure { throw failure }
    for file in files { try file.checkRoom() }
  }

  /// Enters what the ledger has and the anchors lack. Throws `outage`; what could not be entered is at the next time.
  func bringUp(to ledger: [LedgerEntry]) throws(StoreError) {
    try change { state throws(StoreError) in
      for index in state.files.indices { try state.files[index].append(from: ledger) }
    }
  }

  /// Begins the anchors anew with the whole ledger, after a year was closed; what was there is kept under other names.
  func beginAnew(with ledger: [LedgerEntry]) throws(StoreError) {
    try change { state throws(StoreError) in
      var files: [AnchorFile] = []
      for path in paths {
        _ = try AnchorFile.setAside(path)
        files.append(try AnchorFile(making: path, of: ledger, store: store))
      }
      state = State(files: files, closure: nil)
    }
  }

  /// Changes the state while nobody else does, also as far as it came before an error.
  private func change(_ body: (inout State) throws(StoreError) -> Void) throws(StoreError) {
    let outcome = state.withLock { state -> Result<Void, StoreError> in
      do throws(StoreError) { return .success(try body(&state)) } catch { return .failure(error) }
    }
    try outcome.get()
  }
}
