import CLinux
import Glibc
import Storage
import Synchronization

/// A value that threads share and wait for: a lock with a condition.
///
/// `Synchronization.Mutex` has nothing to wait on, and the queues of Dispatch are avoided in this room.
final class Monitor<Value: Sendable>: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var value: Value

  init(_ value: Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Times of waiting are spans: setting the wall clock must not stretch them.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  /// Reads or changes the value; wakes nobody.
  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }

  /// Wakes one of the threads that wait.
  func wakeOne() { pthread_cond_signal(changed) }

  /// Wakes every thread that waits.
  func wakeAll() { pthread_cond_broadcast(changed) }

  /// Waits until `take` finds something, asking it once at first and again after every change. `nil` when the time is
  /// over, in seconds; without one it waits for ever.
  func wait<Found>(atMost seconds: Int? = nil, _ take: (inout Value) -> Found?) -> Found? {
    var end = timespec()
    if let seconds {
      clock_gettime(CLOCK_MONOTONIC, &end)
      end.tv_sec += seconds
    }
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while true {
      if let found = take(&value) { return found }
      guard seconds != nil else {
        pthread_cond_wait(changed, lock)
        continue
      }
      if pthread_cond_timedwait(changed, lock, &end) == ETIMEDOUT { return take(&value) }
    }
  }
}

/// A thread of a store, which ends with what it was started for.
final class StoreThread: Sendable {
  private final class Work {
    let name: String
    let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) { (self.name, self.body) = (name, body) }
  }

  private let handle: Mutex<pthread_t?>

  /// Starts a thread that ends with `body`. `name` is what the system shows, at most 15 bytes. Throws
  /// `StoreError.engine` when the system gives no thread.
  init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(StoreError) {
    let work = Unmanaged.passRetained(Work(name, body))
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { StoreThread.enter($0) }, work.toOpaque())
    guard code == 0 else {
      work.release()
      throw .engine("cannot start thread \(name): \(String(cString: strerror(code)))")
    }
    handle = Mutex(thread)
  }

  /// A thread that nobody waits for cleans up after itself.
  deinit { take().map { _ = pthread_detach($0) } }

  /// Waits until the thread has ended. A process that ends before its threads do takes away what these still use.
  func join() { take().map { _ = pthread_join($0, nil) } }

  private func take() -> pthread_t? {
    handle.withLock { handle in
      defer { handle = nil }
      return handle
    }
  }

  private static func enter(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
    _ = clinux_name_thread(pthread_self(), work.name)
    work.body()
    return nil
  }
}
