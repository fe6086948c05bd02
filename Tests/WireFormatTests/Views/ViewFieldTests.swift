import Testing
import WireFormat

@Suite("What a view reads", .timeLimit(.minutes(1)))
struct ViewFieldTests {
  @Test("every scalar is what the value has")
  func scalars() throws {
    try Scalars.withView(of: ScalarTests.bytes) { view in
      var read = Scalars()
      read.fDouble = view[\.fDouble]
      read.fFloat = view[\.fFloat]
      read.fInt32 = view[\.fInt32]
      read.fInt64 = view[\.fInt64]
      read.fUint32 = view[\.fUint32]
      read.fUint64 = view[\.fUint64]
      read.fSint32 = view[\.fSint32]
      read.fSint64 = view[\.fSint64]
      read.fFixed32 = view[\.fFixed32]
      read.fFixed64 = view[\.fFixed64]
      read.fSfixed32 = view[\.fSfixed32]
      read.fSfixed64 = view[\.fSfixed64]
      read.fBool = view[\.fBool]
      read.fColor = view[\.fColor]
      read.fString = text(view[\.fString])
      read.fBytes = array(view[\.fBytes])
      #expect(read == ScalarTests.values)
      let message = try view.message()
      #expect(message == ScalarTests.values)
    }
  }

  @Test("fields that are not there are zero, empty or nil")
  func absent() throws {
    try Scalars.withView(of: []) { view in
      let fInt32 = view[\.fInt32]
      #expect(fInt32 == 0)
      let fColor = view[\.fColor]
      #expect(fColor == .unspecified)
      let fString = text(view[\.fString])
      #expect(fString == "")
      let byteCount = view[\.fBytes].byteCount
      #expect(byteCount == 0)
    }
    try Optionals.withView(of: []) { view in
      let count = view[\.count]
      #expect(count == nil)
      let color = view[\.color]
      #expect(color == nil)
      let (hasText, hasData, hasScalars) = (view[\.text] != nil, view[\.data] != nil, view[\.scalars] != nil)
      #expect(!hasText)
      #expect(!hasData)
      #expect(!hasScalars)
    }
  }

  @Test("fields with presence that are zero are there")
  func present() throws {
    try Optionals.withView(of: hex("0800 1200 1a00 2000 2800 3200")) { view in
      let count = view[\.count]
      #expect(count == 0)
      let color = view[\.color]
      #expect(color == .unspecified)
      let flag = view[\.flag]
      #expect(flag == false)
      let (hasText, hasData, hasScalars) = (view[\.text] != nil, view[\.data] != nil, view[\.scalars] != nil)
      #expect(hasText)
      #expect(hasData)
      #expect(hasScalars)
    }
  }

  @Test("messages in messages are views of their own")
  func nested() throws {
    try Tree.withView(of: hex("0a0161 1205 0a0162 2200 1a05 0a03 0a0163")) { view in
      let label = text(view[\.label])
      #expect(label == "a")
      if let left = view[\.left] {
        let label = text(left[\.label])
        #expect(label == "b")
        let children = count(left[\.children])
        #expect(children == 1)
      }
      if let right = view[\.right], let tree = right[\.tree] {
        let label = text(tree[\.label])
        #expect(label == "c")
      }
    }
  }

  @Test("lists are read one by one, packed, unpacked and mixed")
  func lists() throws {
    let bytes = hex("0801 0a020203 0a00 0804 12020506 1007 320161 3200 320162 3a0109 4a020801 4a020802")
    try Lists.withView(of: bytes) { view in
      var numbers: [Int32] = []
      var list = view[\.numbers]
      while let number = list.next() { numbers.append(number) }
      #expect(numbers == [1, 2, 3, 4])
      var loose = view[\.looseNumbers]
      var sum: Int32 = 0
      while let number = loose.next() { sum += number }
      #expect(sum == 18)
      let found = texts(view[\.texts])
      #expect(found == ["a", "", "b"])
      var datas = view[\.datas]
      if let data = datas.next() {
        let bytes = array(data)
        #expect(bytes == [9])
      }
      var counts: [Int32?] = []
      var messages = view[\.messages]
      while let message: MessageView<Optionals> = messages.next() { counts.append(message[\.count]) }
      #expect(counts == [1, 2])
      var empty = view[\.doubles]
      let none = empty.next()
      #expect(none == nil)
    }
  }

  @Test("maps are read one entry after another, in the order of their keys")
  func maps() throws {
    var value = Maps()
    value.counts = ["b": 2, "a": 1]
    value.names = [7: "seven"]
    value.messages[true, default: Optionals()].count = 3
    value.blobs = ["x": [1]]
    try Maps.withView(of: value.serializedBytes()) { view in
      var (keys, sum) = ([String](), Int32(0))
      var counts = view[\.counts]
      while let entry = counts.next() {
        keys.append(text(entry.key))
        sum += entry.value
      }
      #expect(keys == ["a", "b"])
      #expect(sum == 3)
      var names = view[\.names]
      if let entry = names.next() {
        let key = entry.key
        #expect(key == 7)
        let found = text(entry.value)
        #expect(found == "seven")
      }
      var messages = view[\.messages]
      if let entry = messages.next() {
        let (key, count) = (entry.key, entry.message()[\.count])
        #expect(key)
        #expect(count == 3)
      }
      var blobs = view[\.blobs]
      if let entry = blobs.next() {
        let bytes = array(entry.value)
        #expect(bytes == [1])
      }
    }
  }

  @Test("of a oneof the member that was set is there and no other")
  func oneof() throws {
    try Choice.withView(of: hex("12016e 1a0174")) { view in
      let number = view[\.number]
      #expect(number == nil)
      let hasText = view[\.text] != nil
      #expect(hasText)
      let note = text(view[\.note])
      #expect(note == "n")
      let color = view[\.color]
      #expect(color == nil)
    }
  }
}

private func count(_ list: RepeatedView<ProtoMessage<Tree>>) -> Int {
  var (list, found) = (list, 0)
  while let _: MessageView<Tree> = list.next() { found += 1 }
  return found
}
