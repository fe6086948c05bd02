import Glibc
import Synchronization

/// Files that are gone when the process ends.
package enum TemporaryFiles {
  private static let paths = Mutex<Set<String>>([])
  private static let removal: Void = {
    atexit { TemporaryFiles.removeAll() }
  }()

  /// A path nobody has used.
  package static func path(_ name: String) -> String {
    "/tmp/spots-\(name)-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
  }

  /// Has files removed at the end.
  package static func remember(_ files: [String]) {
    removal
    paths.withLock { $0.formUnion(files) }
  }

  private static func removeAll() {
    for path in paths.withLock({ $0 }) { unlink(path) }
  }
}
