/// What a stream asks of its session. A session that has ended ignores everything.
protocol StreamCommands: AnyObject {
  /// From how many waiting bytes on a stream is congested.
  var sendBufferSize: Int { get }
  /// Sends response headers; with a body, data is fetched from the stream at `source`.
  @unsafe func submitResponse(
    _ id: Int32, _ fields: [HeaderField], _ constant: ConstantHeaders, source: UnsafeMutableRawPointer?)
  /// There is data again, or the end is known.
  func resume(_ stream: Stream)
  /// Resets the stream.
  func reset(_ id: Int32, _ code: ErrorCode)
  /// Opens the receive windows of stream and connection.
  func consume(_ id: Int32, _ count: Int)
}
