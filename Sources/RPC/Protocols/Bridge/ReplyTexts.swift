internal import WireFormat

/// Where a handler says that the first bytes of its reply are given again and again, as those of a cache are, so that a
/// protocol that writes replies in JSON may keep what it made of them. Nothing is kept of what nobody has said it of.
package enum RecurringReplyKey: ContextKey {
  /// What recurs.
  package struct Value: Sendable, Hashable {
    /// How many bytes of the reply recur. The rest of it has fields of its own, but for such as are merged with theirs.
    package let bytes: Int
    /// To whom: what is kept for one answers no other, who could tell by the time what others have asked.
    package let owner: String

    /// The first bytes of a reply, which recur for the owner.
    package init(bytes: Int, for owner: String) {
      self.bytes = bytes
      self.owner = owner
    }
  }
}

/// The members of a JSON object that is a reply, without its braces.
package struct ReplyMembers: Sendable, Hashable {
  /// Those of the fields that were asked for by name.
  package var apart: [UInt8] = []
  /// The others.
  package var rest: [UInt8] = []

  /// The object of all.
  var object: [UInt8] {
    let comma = rest.isEmpty || apart.isEmpty ? [] : [UInt8(ascii: ",")]
    return [UInt8(ascii: "{")] + rest + comma + apart + [UInt8(ascii: "}")]
  }
}

/// The JSON of recurring replies, as far as there is room: what was not asked for since as much was kept again goes.
/// Confined to a loop.
final class ReplyTexts: @unchecked Sendable {
  private struct Key: Hashable {
    let path: String
    let owner: String
    let apart: Set<Int32>
    let hash: UInt64
  }

  private struct Kept {
    let bytes: [UInt8]
    let text: [UInt8]
    let apart: [UInt8]
    var size: Int { bytes.count + text.count + apart.count }
  }

  private let limit: Int
  private var recent: [Key: Kept] = [:]
  private var older: [Key: Kept] = [:]
  private var recentBytes = 0
  /// How often something kept was of use.
  private(set) var hits = 0

  /// Nothing kept, and never more than so many bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// How many bytes are kept.
  var keptBytes: Int { (Array(recent.values) + Array(older.values)).reduce(0) { $0 + $1.size } }

  /// The members of a reply; `apart` names fields whose members are wanted by themselves.
  /// - Throws: INTERNAL when it has no JSON form.
  func members(
    of reply: [UInt8], _ json: MethodJSON, path: String, apart: Set<Int32> = [], recurring: RecurringReplyKey.Value?
  ) throws(RPCError) -> ReplyMembers {
    let count = min(reply.count, recurring?.bytes ?? 0)
    guard let recurring, count >= Self.leastBytes, let suffix = FieldSlices(reply[count...]) else {
      return try Self.made(reply, json, apart)
    }
    // What both have is merged, as two messages in a row are.
    let changing = suffix.numbers.union(apart)
    let key = Key(path: path, owner: recurring.owner, apart: changing, hash: Self.hash(reply, count))
    let kept = try found(key, reply[..<count], json)
    let rest = try Self.made(kept.apart + reply[count...], json, apart)
    return ReplyMembers(apart: rest.apart, rest: Self.joined(kept.text, rest.rest))
  }

  /// Smaller ones are as soon made as looked for.
  private static let leastBytes = 256

  private func found(_ key: Key, _ bytes: ArraySlice<UInt8>, _ json: MethodJSON) throws(RPCError) -> Kept {
    if let kept = recent[key] ?? older[key], kept.bytes.elementsEqual(bytes) {
      hits += 1
      if recent[key] == nil { keep(kept, key) }
      return kept
    }
    guard let parts = FieldSlices.split(bytes, key.apart) else { throw Self.malformed }
    let made = Kept(bytes: Array(bytes), text: try json.members(parts.others), apart: parts.these)
    keep(made, key)
    return made
  }

  private func keep(_ kept: Kept, _ key: Key) {
    guard kept.size <= limit / 2 else { return }
    if recentBytes + kept.size > limit / 2 {
      older = recent
      recent = [:]
      recentBytes = 0
    }
    recentBytes += kept.size - (recent.updateValue(kept, forKey: key)?.size ?? 0)
  }

  private static func made(
    _ reply: [UInt8], _ json: MethodJSON, _ apart: Set<Int32>
  ) throws(RPCError) -> ReplyMembers {
    guard !apart.isEmpty else { return ReplyMembers(rest: try json.members(reply)) }
    guard let parts = FieldSlices.split(reply[...], apart) else { throw malformed }
    return ReplyMembers(apart: try json.members(parts.these), rest: try json.members(parts.others))
  }

  private static let malformed = RPCError.internal("the reply is no message")

  private static func joined(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    first.isEmpty ? second : second.isEmpty ? first : first + [UInt8(ascii: ",")] + second
  }

  /// Tells bytes apart quickly; equality is looked at too.
  private static func hash(_ bytes: [UInt8], _ count: Int) -> UInt64 {
    var hash = UInt64(count) &* multiplier
    unsafe bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= count {
        let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        hash = (hash ^ word) &* multiplier
        hash ^= hash >> 32
        offset += 8
      }
      while offset < count {
        hash = unsafe (hash ^ UInt64(bytes[offset])) &* multiplier
        offset += 1
      }
    }
    return hash
  }

  /// An odd number without a pattern.
  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
}
