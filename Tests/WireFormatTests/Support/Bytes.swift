import WireFormat

/// Bytes written in hexadecimal, blanks between them ignored.
func hex(_ text: String) -> [UInt8] {
  let digits = text.utf8.filter { $0 != 0x20 }.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The fault of reading a message, or nil when it is read.
func fault<M: Message>(_ type: M.Type, _ bytes: [UInt8]) -> DecodingError? {
  do {
    _ = try M(serializedBytes: bytes)
    return nil
  } catch {
    return error
  }
}

/// The fault of reading a message's JSON, or nil when it is read.
func jsonFault<M: Message>(_ type: M.Type, _ text: String, ignoreUnknown: Bool = false) -> JSONDecodingError? {
  do {
    _ = try M(jsonString: text, ignoreUnknown: ignoreUnknown)
    return nil
  } catch {
    return error
  }
}

/// The fault of writing a message's JSON, or nil when it has that form.
func jsonFault(_ message: some Message, types: MessageTypes = .wellKnown) -> JSONEncodingError? {
  do {
    _ = try message.jsonString(options: JSONEncodingOptions(types: types))
    return nil
  } catch {
    return error
  }
}
