internal import CNghttp2

/// Bytes of a received name or value that can be kept as they lie. Equal buffers are the very same bytes.
protocol FieldBuffer: Equatable {
  /// The bytes, as long as the buffer is kept.
  var bytes: UnsafeRawBufferPointer { get }
  /// Keeps the bytes.
  func retain()
  /// Undoes one ``retain()``.
  func release()
}

/// A buffer of the C library. What its compression tables hold has one buffer, whichever block refers to it.
@safe struct LibraryBuffer: FieldBuffer {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

  var bytes: UnsafeRawBufferPointer {
    let text = unsafe nghttp2_rcbuf_get_buf(pointer)
    return unsafe UnsafeRawBufferPointer(start: text.base, count: text.len)
  }

  func retain() { unsafe nghttp2_rcbuf_incref(pointer) }
  func release() { unsafe nghttp2_rcbuf_decref(pointer) }

  static func == (left: LibraryBuffer, right: LibraryBuffer) -> Bool { unsafe left.pointer == right.pointer }
}
