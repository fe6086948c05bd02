internal import CNghttp2

/// The C library's errors.
enum LibraryError {
  /// The library's words for one of its error numbers.
  static func describe(_ code: Int) -> String {
    unsafe nghttp2_strerror(Int32(clamping: code)).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
