internal import Transport

/// The head of a response as a handler has given it; what frames the body is added when it leaves.
struct WrittenHead {
  /// How the end of the body is told.
  enum Framing {
    /// There is none, or none is sent.
    case none
    /// So many bytes are still to come.
    case length(Int)
    case chunked
    /// The end of the connection is its end.
    case close
  }

  /// The number of the status line.
  private(set) var status = 0
  /// The bytes of the fields, each with its end.
  private(set) var fields: [UInt8] = []
  /// What the handler says of the body's length.
  private(set) var length: Int?
  /// Whether the handler has said when this is.
  private(set) var hasDate = false

  /// The head of these fields, pseudo-headers first in each; nil when they cannot be sent as they are: without a status, or
  /// with bytes that would end a line.
  init?(_ list: [HeaderField], _ constant: ConstantFields) {
    fields.reserveCapacity(256)
    for index in unsafe 0..<constant.fields.count {
      let field = unsafe constant.fields[index]
      guard unsafe add(unsafe UnsafeRawBufferPointer(field.name), unsafe UnsafeRawBufferPointer(field.value)) else {
        return nil
      }
    }
    for field in list {
      var (name, value) = (field.name, field.value)
      let isAdded = name.withUTF8 { name in
        value.withUTF8 { unsafe add(UnsafeRawBufferPointer(name), UnsafeRawBufferPointer($0)) }
      }
      guard isAdded else { return nil }
    }
    guard 200...999 ~= status else { return nil }
  }

  private mutating func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
    guard unsafe value.allSatisfy(ByteClass.isValue) else { return false }
    if unsafe name.first == UInt8(ascii: ":") { return unsafe takeStatus(name, value) }
    guard unsafe !name.isEmpty && name.allSatisfy(ByteClass.isToken) else { return false }
    switch name.count {
    case 2 where unsafe isEqual(name, "te"), 7 where unsafe isEqual(name, "upgrade"): return true
    case 10 where unsafe isEqual(name, "connection") || isEqual(name, "keep-alive"): return true
    case 16 where unsafe isEqual(name, "proxy-connection"), 17 where unsafe isEqual(name, "transfer-encoding"):
      return true
    case 4 where unsafe isEqual(name, "date"): hasDate = true
    case 14 where unsafe isEqual(name, "content-length"):
      guard length == nil, let number = unsafe Int(FieldText.string(value)), number >= 0 else { return false }
      length = number
      return true
    default: break
    }
    unsafe fields.append(field: name, value)
    return true
  }

  private mutating func takeStatus(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
    guard status == 0, unsafe isEqual(name, ":status"), let number = unsafe Int(FieldText.string(value)) else {
      return false
    }
    status = number
    return true
  }

  private func isEqual(_ name: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { unsafe $0.elementsEqual(name) }
  }

  /// Whether responses of this status have no body (RFC 9110 sections 15.3.5 and 15.4.5).
  var isBodiless: Bool { status == 204 || status == 304 }
}

extension [UInt8] {
  /// Adds a field's line.
  mutating func append(field name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    unsafe append(contentsOf: name)
    append(UInt8(ascii: ":"))
    append(ByteClass.space)
    unsafe append(contentsOf: value)
    appendLineEnd()
  }

  /// Adds the end of a line.
  mutating func appendLineEnd() {
    append(ByteClass.carriageReturn)
    append(ByteClass.lineFeed)
  }
}
