/// Fields known when the program is built. They are sent from where they lie, without a copy, before the other fields.
public struct ConstantHeaders: Sendable {
  /// The fields and their order.
  package let list: ConstantFields

  /// The fields in the order in which they are sent, pseudo-headers first; literals only, names in lower case.
  public init(_ fields: KeyValuePairs<StaticString, StaticString>) { list = ConstantFields(fields) }

  /// No fields.
  public static let none = ConstantHeaders([:])
}

/// A field whose text lives as long as the program.
@safe package struct ConstantField {
  /// The name in lower case.
  package let name: UnsafeBufferPointer<UInt8>
  /// The value.
  package let value: UnsafeBufferPointer<UInt8>

  init(_ name: StaticString, _ value: StaticString) {
    unsafe self.name = name.withUTF8Buffer { unsafe $0 }
    unsafe self.value = value.withUTF8Buffer { unsafe $0 }
  }
}

/// Constant fields in the order in which they are sent, made once.
@safe package final class ConstantFields: @unchecked Sendable {
  /// The fields, pseudo-headers first.
  package let fields: UnsafeMutableBufferPointer<ConstantField>
  /// How many are pseudo-headers.
  package let pseudoHeaders: Int

  init(_ literals: KeyValuePairs<StaticString, StaticString>) {
    let pseudo = literals.filter { Self.isPseudo($0.key) }
    let ordered = pseudo + literals.filter { !Self.isPseudo($0.key) }
    pseudoHeaders = pseudo.count
    unsafe fields = .allocate(capacity: ordered.count)
    for (index, (name, value)) in ordered.enumerated() {
      unsafe fields.initializeElement(at: index, to: ConstantField(name, value))
    }
  }

  deinit { unsafe fields.deallocate() }

  private static func isPseudo(_ name: StaticString) -> Bool {
    name.withUTF8Buffer { unsafe $0.first == UInt8(ascii: ":") }
  }
}
