internal import CNghttp2

/// Fields known when the program is built. They are sent from where they lie, without a copy, before the other fields.
public struct ConstantHeaders: Sendable {
  let vector: ConstantVector

  /// The fields in the order in which they are sent, pseudo-headers first; literals only, names in lower case.
  public init(_ fields: KeyValuePairs<StaticString, StaticString>) { vector = ConstantVector(fields) }

  /// No fields.
  public static let none = ConstantHeaders([:])
}

/// Constant fields in the C library's form, made once: the text of literals lives as long as the program.
@safe final class ConstantVector: @unchecked Sendable {
  /// The fields, pseudo-headers first.
  let fields: UnsafeMutableBufferPointer<nghttp2_nv>
  /// How many are pseudo-headers.
  let pseudoHeaders: Int

  init(_ literals: KeyValuePairs<StaticString, StaticString>) {
    let pseudo = literals.filter { Self.isPseudo($0.key) }
    let ordered = pseudo + literals.filter { !Self.isPseudo($0.key) }
    pseudoHeaders = pseudo.count
    unsafe fields = .allocate(capacity: ordered.count)
    for (index, (name, value)) in ordered.enumerated() {
      unsafe fields.initializeElement(at: index, to: Self.field(name, value))
    }
  }

  deinit { unsafe fields.deallocate() }

  private static func isPseudo(_ name: StaticString) -> Bool {
    name.withUTF8Buffer { unsafe $0.first == UInt8(ascii: ":") }
  }

  private static func field(_ name: StaticString, _ value: StaticString) -> nghttp2_nv {
    let flags = UInt8(NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue)
    let name = name.withUTF8Buffer { unsafe $0 }
    let value = value.withUTF8Buffer { unsafe $0 }
    return unsafe cnghttp2_field(name.baseAddress, name.count, value.baseAddress, value.count, flags)
  }
}
