import Glibc
import Synchronization

/// Lets a thread wait until another one is done.
final class BlockingGate: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  private init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Runs the body and waits until the gate it was given is opened.
  static func wait(_ body: (BlockingGate) -> Void) {
    let gate = BlockingGate()
    body(gate)
    while sem_wait(gate.semaphore) != 0 {}
  }

  /// Lets the waiting thread go on.
  func open() { sem_post(semaphore) }
}
