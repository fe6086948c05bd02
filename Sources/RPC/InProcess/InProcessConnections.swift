internal import EventLoop
internal import HTTP2

extension RPCServer {
  /// One end of a connection whose other end this server serves as coming in by its listener `.inProcess`: for clients
  /// in the same process. Everything is as over a network, frames, flow control and limits included, but for TLS and
  /// addresses. Connections are spread over the loops.
  /// - Throws: UNAVAILABLE when the server does not run or has no such listener, RESOURCE_EXHAUSTED when the system has
  ///   no sockets left.
  func connectInProcess() throws(RPCError) -> Int32 {
    let servers = loops.compactMap(\.inProcess)
    guard !servers.isEmpty else {
      throw .unavailable("the server in this process does not run, or has no listener for its own process")
    }
    let pair: SocketPair
    do { pair = try SocketPair() } catch { throw .resourceExhausted("\(error)") }
    servers[nextLoop() % servers.count].adopt(pair.first, peer: .unix(path: "in-process"))
    return pair.second
  }
}
