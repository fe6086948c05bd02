import EventLoop
import Synchronization
import Transport

@testable import HTTP2

/// The loop that sessions are tried on: they need its clock, its timers and its memory, not its sockets.
enum SessionLoop {
  private static let loop = Result { () throws(SocketError) in try EventLoop.spawn(name: "fuzz") }

  /// Runs a session on the loop to its end and waits for the verdict.
  static func run(_ body: @escaping @Sendable (EventLoop) -> SessionBench) throws(Violation) {
    guard case .success(let loop) = loop else { throw Violation(description: "no loop could be made") }
    let verdict = Mutex<String?>(nil)
    BlockingGate.wait { gate in
      loop.execute {
        let bench = body(loop)
        bench.finish()
        verdict.withLock { $0 = bench.fault }
        gate.open()
      }
    }
    if let words = verdict.withLock({ $0 }) { throw Violation(description: words) }
  }

  /// Lets an input happen to a session.
  static func play(_ input: [UInt8], on bench: SessionBench, greeting: [UInt8]) {
    var cursor = InputCursor(input)
    let mode = cursor.byte()
    let size = mode & 0x7F == 0 ? Int.max : Int(mode & 0x7F)
    bench.receive(greeting, inPieces: .max)
    guard mode & 0x80 == 0 else { return bench.receive(cursor.remainder(), inPieces: size) }
    while !cursor.isAtEnd, bench.session != nil {
      switch SessionStep.next(&cursor) {
      case .input(let bytes): bench.receive(bytes, inPieces: size)
      case .wait(let seconds): bench.sweep(later: .seconds(seconds))
      case .open(let script): open(on: bench, script)
      }
    }
  }

  /// Opens a stream on a client's session.
  static func open(on bench: SessionBench, _ script: UInt8) {
    guard let session = bench.session, session.role == .client else { return }
    let handler = ScriptedHandler(script)
    let headers = ConstantHeaders([":method": "POST", ":scheme": "http", ":path": "/a", ":authority": "a"])
    guard let stream = session.open([], headers, endStream: script & 1 == 0, handler: handler) else { return }
    bench.watch(StreamJournal(handler.log))
    if script & 1 != 0 { handler.writable(on: stream) }
  }
}
