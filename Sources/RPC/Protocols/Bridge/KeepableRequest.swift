/// A request that its target says whole (a GET), so that callers and what stands between may keep the answer to it.
///
/// An interceptor that knows what answers are made from finds it under ``KeepableRequestKey`` before the call is counted.
/// When the caller has kept the present answer, it sets ``UnchangedAnswerKey``: the handler is left out then, and the
/// protocol answers that nothing has changed (304, RFC 9110 section 15.4.5).
package struct KeepableRequest: Sendable, Hashable {
  /// The message in its binary form: the same for all ways to say it.
  package let message: [UInt8]
  /// The entity tags of answers that the caller has kept, as `If-None-Match` has them, quotes and all; `*` is none.
  package let knownTags: [String]

  /// A request whose message is known; `ifNoneMatch` is the field's value, nil without it.
  package init(message: [UInt8], ifNoneMatch: String?) {
    self.message = message
    let tags = ifNoneMatch?.split(separator: ",") ?? []
    knownTags = tags.prefix(Self.mostTags).map { Self.strong($0) }
  }

  /// Most tags that are looked at.
  private static let mostTags = 16

  /// A tag without the space around it and the mark of weak ones: If-None-Match compares weakly.
  private static func strong(_ text: Substring) -> String {
    let tag = text.drop { $0 == " " || $0 == "\t" }
    let bare = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    return String(bare.prefix { $0 != " " && $0 != "\t" })
  }
}

/// Where a call by GET has its request.
package enum KeepableRequestKey: ContextKey {
  package typealias Value = KeepableRequest
}

/// Where an interceptor says that the caller has the present answer already.
package enum UnchangedAnswerKey: ContextKey {
  package typealias Value = Bool
}
