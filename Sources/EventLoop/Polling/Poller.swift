internal import CLinux
internal import Glibc

/// An epoll set with a wake-up descriptor that other threads may write to.
///
/// All unsafe use of epoll is here. Level-triggered, but for the wake-up, which never needs reading.
struct Poller: ~Copyable {
  /// A descriptor that became ready: the token it was added with.
  struct Event {
    let token: UInt64
    let readiness: Readiness
  }

  /// The token of the wake-up descriptor.
  static let wakeToken = UInt64.max
  private static let errorMask = CLINUX_ERROR.rawValue | CLINUX_HANGUP.rawValue
  private static let inputMask = CLINUX_IN.rawValue | CLINUX_PEER_CLOSED.rawValue

  private let descriptor: Int32
  /// The descriptor to write eight bytes to in order to end a wait, from any thread.
  let wakeDescriptor: Int32
  private var events = [clinux_event](repeating: clinux_event(), count: Int(CLINUX_EVENT_CAPACITY))

  init() throws(SocketError) {
    let set = clinux_epoll_create()
    let wake = clinux_eventfd_wakeup()
    guard set >= 0, wake >= 0, clinux_epoll_add_wakeup(set, wake, Self.wakeToken) == 0 else {
      let code = errno
      for opened in [set, wake] where opened >= 0 { close(opened) }
      throw SocketError("make an epoll set", code: code)
    }
    descriptor = set
    wakeDescriptor = wake
  }

  deinit {
    close(wakeDescriptor)
    close(descriptor)
  }

  /// Adds a descriptor. `isShared` says that other sets wait for it too: only some are woken for an event.
  func add(_ socket: Int32, _ interest: Readiness, token: UInt64, isShared: Bool) throws(SocketError) {
    try control(EPOLL_CTL_ADD, socket, interest, token, isShared ? CLINUX_EXCLUSIVE : 0)
  }

  /// Changes what a descriptor waits for.
  func modify(_ socket: Int32, _ interest: Readiness, token: UInt64) throws(SocketError) {
    try control(EPOLL_CTL_MOD, socket, interest, token)
  }

  /// Removes a descriptor; one that is closed already is gone by itself.
  func remove(_ socket: Int32) { _ = clinux_epoll_control(descriptor, EPOLL_CTL_DEL, socket, 0, 0) }

  private func control(
    _ operation: Int32, _ socket: Int32, _ interest: Readiness, _ token: UInt64, _ flags: UInt32 = 0
  ) throws(SocketError) {
    var events = flags
    // The kernel takes no notice of a peer's end together with exclusive waiting, which is for listeners.
    if interest.contains(.readable) { events |= flags == 0 ? Self.inputMask : CLINUX_IN.rawValue }
    if interest.contains(.writable) { events |= CLINUX_OUT.rawValue }
    guard clinux_epoll_control(descriptor, operation, socket, events, token) == 0 else {
      throw SocketError("epoll_ctl of descriptor \(socket)", code: errno)
    }
  }

  /// Waits at most `nanoseconds` (-1 without end, 0 not at all) and answers how many events are there.
  mutating func wait(nanoseconds: Int64) -> Int {
    let count = unsafe clinux_epoll_wait(descriptor, &events, nanoseconds)
    return max(0, Int(count))
  }

  /// One of the events of the last wait.
  func event(_ index: Int) -> Event {
    let event = events[index]
    var readiness: Readiness = []
    if event.events & Self.inputMask != 0 { readiness.insert(.readable) }
    if event.events & CLINUX_OUT.rawValue != 0 { readiness.insert(.writable) }
    if event.events & Self.errorMask != 0 { readiness.formUnion([.readable, .writable, .hangup]) }
    return Event(token: event.token, readiness: readiness)
  }
}
