import WireFormat

extension EveryForm {
  /// The message that a view reads, field by field.
  init(reading view: borrowing MessageView<EveryForm>) {
    readSingle(view)
    readLists(view)
    readLooseLists(view)
    readChoice(view)
    readMaps(view)
    readMapsToValues(view)
  }

  private mutating func readSingle(_ view: borrowing MessageView<EveryForm>) {
    oneDouble = view[\.oneDouble]
    oneFloat = view[\.oneFloat]
    oneInt32 = view[\.oneInt32]
    oneInt64 = view[\.oneInt64]
    oneUint32 = view[\.oneUint32]
    oneUint64 = view[\.oneUint64]
    oneSint32 = view[\.oneSint32]
    oneSint64 = view[\.oneSint64]
    oneFixed32 = view[\.oneFixed32]
    oneFixed64 = view[\.oneFixed64]
    oneSfixed32 = view[\.oneSfixed32]
    oneSfixed64 = view[\.oneSfixed64]
    oneBool = view[\.oneBool]
    oneString = text(view[\.oneString])
    oneBytes = array(view[\.oneBytes])
    oneEnum = view[\.oneEnum]
    if let message = view[\.oneMessage] { oneMessage = EveryForm(reading: message) }
  }

  private mutating func readLists(_ view: borrowing MessageView<EveryForm>) {
    manyDouble = values(view[\.manyDouble])
    manyFloat = values(view[\.manyFloat])
    manyInt32 = values(view[\.manyInt32])
    manyInt64 = values(view[\.manyInt64])
    manyUint32 = values(view[\.manyUint32])
    manyUint64 = values(view[\.manyUint64])
    manySint32 = values(view[\.manySint32])
    manySint64 = values(view[\.manySint64])
    manyFixed32 = values(view[\.manyFixed32])
    manyFixed64 = values(view[\.manyFixed64])
    manySfixed32 = values(view[\.manySfixed32])
    manySfixed64 = values(view[\.manySfixed64])
    manyBool = values(view[\.manyBool])
    manyString = texts(view[\.manyString])
    manyBytes = arrays(view[\.manyBytes])
    manyEnum = values(view[\.manyEnum])
    var messages = view[\.manyMessage]
    while let message: MessageView<EveryForm> = messages.next() { manyMessage.append(EveryForm(reading: message)) }
  }

  private mutating func readLooseLists(_ view: borrowing MessageView<EveryForm>) {
    looseDouble = values(view[\.looseDouble])
    looseFloat = values(view[\.looseFloat])
    looseInt32 = values(view[\.looseInt32])
    looseInt64 = values(view[\.looseInt64])
    looseUint32 = values(view[\.looseUint32])
    looseUint64 = values(view[\.looseUint64])
    looseSint32 = values(view[\.looseSint32])
    looseSint64 = values(view[\.looseSint64])
    looseFixed32 = values(view[\.looseFixed32])
    looseFixed64 = values(view[\.looseFixed64])
    looseSfixed32 = values(view[\.looseSfixed32])
    looseSfixed64 = values(view[\.looseSfixed64])
    looseBool = values(view[\.looseBool])
    looseEnum = values(view[\.looseEnum])
  }

  private mutating func readChoice(_ view: borrowing MessageView<EveryForm>) {
    if let value = view[\.choiceDouble] { choice = .choiceDouble(value) }
    if let value = view[\.choiceFloat] { choice = .choiceFloat(value) }
    if let value = view[\.choiceInt32] { choice = .choiceInt32(value) }
    if let value = view[\.choiceInt64] { choice = .choiceInt64(value) }
    if let value = view[\.choiceUint32] { choice = .choiceUint32(value) }
    if let value = view[\.choiceUint64] { choice = .choiceUint64(value) }
    if let value = view[\.choiceSint32] { choice = .choiceSint32(value) }
    if let value = view[\.choiceSint64] { choice = .choiceSint64(value) }
    if let value = view[\.choiceFixed32] { choice = .choiceFixed32(value) }
    if let value = view[\.choiceFixed64] { choice = .choiceFixed64(value) }
    if let value = view[\.choiceSfixed32] { choice = .choiceSfixed32(value) }
    if let value = view[\.choiceSfixed64] { choice = .choiceSfixed64(value) }
    if let value = view[\.choiceBool] { choice = .choiceBool(value) }
    if let value = view[\.choiceString] { choice = .choiceString(text(value)) }
    if let value = view[\.choiceBytes] { choice = .choiceBytes(array(value)) }
    if let value = view[\.choiceEnum] { choice = .choiceEnum(value) }
    if let value = view[\.choiceMessage] { choice = .choiceMessage(EveryForm(reading: value)) }
  }

  private mutating func readMaps(_ view: borrowing MessageView<EveryForm>) {
    mapInt32 = entries(view[\.mapInt32])
    mapInt64 = entries(view[\.mapInt64])
    mapUint32 = entries(view[\.mapUint32])
    mapUint64 = entries(view[\.mapUint64])
    mapSint32 = entries(view[\.mapSint32])
    mapSint64 = entries(view[\.mapSint64])
    mapFixed32 = entries(view[\.mapFixed32])
    mapFixed64 = entries(view[\.mapFixed64])
    mapSfixed32 = entries(view[\.mapSfixed32])
    mapSfixed64 = entries(view[\.mapSfixed64])
    mapBool = entries(view[\.mapBool])
  }

  private mutating func readMapsToValues(_ view: borrowing MessageView<EveryForm>) {
    mapToDouble = entries(view[\.mapToDouble])
    mapToFloat = entries(view[\.mapToFloat])
    mapToEnum = entries(view[\.mapToEnum])
    var strings = view[\.mapString]
    while let entry = strings.next() { mapString[text(entry.key)] = text(entry.value) }
    var blobs = view[\.mapToBytes]
    while let entry = blobs.next() { mapToBytes[text(entry.key)] = array(entry.value) }
    var messages = view[\.mapToMessage]
    while let entry = messages.next() { mapToMessage[text(entry.key)] = EveryForm(reading: entry.message()) }
  }
}

func text(_ span: UTF8Span) -> String { String(copying: span) }

func array(_ span: RawSpan) -> [UInt8] { span.withUnsafeBytes { [UInt8]($0) } }

func values<C: ScalarCodec>(_ list: RepeatedView<C>) -> [C.Value] {
  var (list, found) = (list, [C.Value]())
  while let value = list.next() { found.append(value) }
  return found
}

func texts(_ list: RepeatedView<ProtoString>) -> [String] {
  var (list, found) = (list, [String]())
  while let value = list.next() { found.append(text(value)) }
  return found
}

func arrays(_ list: RepeatedView<ProtoBytes>) -> [[UInt8]] {
  var (list, found) = (list, [[UInt8]]())
  while let value = list.next() { found.append(array(value)) }
  return found
}

private func entries<Key: MapKeyCodec & ScalarCodec, C: ScalarCodec>(
  _ map: MapView<Key, C>
) -> FieldMap<Key.Value, C.Value> {
  var (map, found) = (map, FieldMap<Key.Value, C.Value>())
  while let entry = map.next() { found[entry.key] = entry.value }
  return found
}

private func entries<C: ScalarCodec>(_ map: MapView<ProtoString, C>) -> FieldMap<String, C.Value> {
  var (map, found) = (map, FieldMap<String, C.Value>())
  while let entry = map.next() { found[text(entry.key)] = entry.value }
  return found
}
