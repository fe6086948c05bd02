/// Memory of a loop that its connections use in turn: what is in it is gone when the next one is served.
@safe public final class ScratchBuffers {
  /// 32 KiB to read into.
  public let input: UnsafeMutableRawBufferPointer
  /// 48 KiB to rewrite input in.
  public let rewritten: UnsafeMutableRawBufferPointer
  /// 48 KiB to gather output in.
  public let output: UnsafeMutableRawBufferPointer

  /// 112 KiB to gather what is made of that output in, such as records of TLS.
  public let records: UnsafeMutableRawBufferPointer

  init() {
    unsafe input = .allocate(byteCount: 32 * 1024, alignment: 64)
    unsafe rewritten = .allocate(byteCount: 48 * 1024, alignment: 64)
    unsafe output = .allocate(byteCount: 48 * 1024, alignment: 64)
    unsafe records = .allocate(byteCount: 112 * 1024, alignment: 64)
  }

  deinit {
    unsafe input.deallocate()
    unsafe rewritten.deallocate()
    unsafe output.deallocate()
    unsafe records.deallocate()
  }
}
