import FoundationEssentials
import Population

/// Reads the published tables, whose JSON is compiled into the program.
enum ResourceFile {
  /// Decodes a file.
  /// - Throws: `ResourceError` with the decoder's complaint.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8], file: String) throws(ResourceError)
    -> Value
  {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw ResourceError(file: file, reason: "\(error)")
    }
  }

  /// The pure qubits of a table entry, in the order of the dimensions.
  /// - Throws: `ResourceError` for an unknown dimension or a value outside `[0, 1]`.
  static func qubits(_ values: [String: Double], of word: String, file: String) throws(ResourceError) -> [PureQubit] {
    var qubits: [PureQubit] = []
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let dimension = Dimension(name: name) else {
        throw ResourceError(file: file, reason: "\(word): \(name) is not a dimension")
      }
      guard let qubit = PureQubit(dimension, value: value) else {
        throw ResourceError(file: file, reason: "\(word).\(name): \(value) is outside [0, 1]")
      }
      qubits.append(qubit)
    }
    return qubits.sorted { $0.dimension.rawValue < $1.dimension.rawValue }
  }
}

/// A published table that cannot be read; a fault of the build and not of a request.
package struct ResourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Name of the file.
  package let file: String
  /// What is wrong, and what is allowed.
  package let reason: String

  /// Makes the error.
  package init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  /// File and reason in one line.
  package var description: String { "\(file): \(reason)" }
}
