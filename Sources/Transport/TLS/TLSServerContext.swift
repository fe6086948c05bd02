internal import COpenSSL
internal import EventLoop
internal import Synchronization

/// The TLS identity and rules of a server, shared by all its connections.
///
/// The files may be replaced while it runs: connections made from then on use the new ones, older ones keep theirs.
/// Clients that come again within an hour resume their session, for a fraction of a handshake's work, unless the files
/// have been read again meanwhile; where client certificates are asked for, each handshake is a full one.
public final class TLSServerContext: Sendable {
  private struct State {
    var context: TLSContext
    var stamp: [FileStamp]
    var lookedAt: MonotonicTime
  }

  /// How often servers look whether the files have changed; nil never.
  public let reloadInterval: Duration?
  private let files: TLSServerFiles
  private let onReload: (@Sendable (TLSError?) -> Void)?
  private let state: Mutex<State>

  /// Reads a PEM file with the certificate followed by its chain, a PEM file with the unencrypted private key, and the
  /// authorities of client certificates where they are asked for. Handshakes with clients that offer none of `protocols`
  /// end; clients that offer nothing are taken to speak HTTP/1.1, where that is one of them.
  ///
  /// Servers look at the files every `reloadInterval` and read them again when they have changed; `onReload` is told
  /// each time, with what was wrong, in which case the old ones stay in use.
  /// - Throws: when a file cannot be read and when key and certificate do not belong together.
  public init(
    certificateChain: String, privateKey: String, clientCertificates: ClientCertificates = .notAsked,
    protocols: Set<ApplicationProtocol> = [.http2], reloadInterval: Duration? = .seconds(10),
    onReload: (@Sendable (TLSError?) -> Void)? = nil
  ) throws(TLSError) {
    files = TLSServerFiles(
      certificateChain: certificateChain, privateKey: privateKey, clientCertificates: clientCertificates,
      protocols: protocols)
    self.reloadInterval = reloadInterval
    self.onReload = onReload
    let stamp = files.stamp
    state = Mutex(State(context: try files.makeContext(), stamp: stamp, lookedAt: .now()))
  }

  /// What the next connection uses.
  var context: TLSContext { state.withLock { $0.context } }

  /// Reads the files again. Blocks for as long as that takes; any thread but a loop's.
  /// - Throws: what is wrong with them; the old ones stay in use.
  public func reload() throws(TLSError) {
    let stamp = files.stamp
    do throws(TLSError) {
      let made = try files.makeContext()
      state.withLock { state in
        state.context = made
        state.stamp = stamp
      }
    } catch {
      // What is wrong now will be so until a file changes: there is no need to try again before.
      state.withLock { $0.stamp = stamp }
      onReload?(error)
      throw error
    }
    onReload?(nil)
  }

  /// Reads the files again if they have changed and nobody has looked within the interval. Blocks as ``reload()`` does.
  func reloadIfChanged() {
    guard let reloadInterval else { return }
    let now = MonotonicTime.now()
    let known = state.withLock { state -> [FileStamp]? in
      // Several servers share the context: one of them looks.
      guard now >= state.lookedAt + reloadInterval / 2 else { return nil }
      state.lookedAt = now
      return state.stamp
    }
    guard let known, known != files.stamp else { return }
    do { try reload() } catch { return }
  }
}
