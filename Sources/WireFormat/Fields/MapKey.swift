/// A type that may be the key of a map field: integers, `Bool` and `String`.
public protocol MapKey: Sendable, Hashable {
  /// Whether one key comes before another; a total order that does not depend on the process.
  static func precedes(_ a: Self, _ b: Self) -> Bool
  /// What hashing tells keys apart by; equal for keys of which neither precedes the other.
  func hashKey(into hasher: inout Hasher)
}

extension MapKey {
  /// The hash of the value.
  @inlinable
  public func hashKey(into hasher: inout Hasher) { hash(into: &hasher) }
}

extension MapKey where Self: FixedWidthInteger {
  /// The order of the numbers.
  @inlinable
  @inline(__always)
  public static func precedes(_ a: Self, _ b: Self) -> Bool { a < b }
}

extension Int32: MapKey {}
extension Int64: MapKey {}
extension UInt32: MapKey {}
extension UInt64: MapKey {}

extension Bool: MapKey {
  /// False before true.
  @inlinable
  public static func precedes(_ a: Bool, _ b: Bool) -> Bool { !a && b }
}

extension String: MapKey {
  /// The order of the UTF-8 bytes; strings that are canonically equivalent but differ in bytes are different keys.
  @inlinable
  public static func precedes(_ a: String, _ b: String) -> Bool {
    bytesPrecede(a, b)
  }

  /// The UTF-8 bytes.
  @inlinable
  public func hashKey(into hasher: inout Hasher) {
    for byte in utf8 { hasher.combine(byte) }
  }
}
