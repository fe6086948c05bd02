import RPC

/// What a reason means and what to do about it, in words for whoever writes a client.
struct ErrorReasonText: Sendable {
  /// What has happened, as a sentence.
  let meaning: String
  /// What helps, as a sentence.
  let remedy: String

  init(_ meaning: String, _ remedy: String) { (self.meaning, self.remedy) = (meaning, remedy) }
}

extension ErrorReason {
  /// Where the documentation speaks of the reason: a path of the server's own.
  package var documentation: String { "/docs#\(rawValue)" }

  /// What the reason means and what to do about it.
  var text: ErrorReasonText {
    switch self {
    case .invalidSegment:
      ErrorReasonText(
        "No segment of this id or description is registered.",
        "Ask with one of `suggested_segments`, or list all with `ListSegments`.")
    case .invalidArgument:
      ErrorReasonText(
        "The request is malformed, or a value of it is not allowed.",
        "Every violation names the field, its value and what is allowed; mend these. Sent again as it is, it fails again."
      )
    case .segmentTooSmall:
      ErrorReasonText(
        "The segment has fewer people than are ever answered for, and so have the segments around it.",
        "Ask for a wider segment: without interests, without an age range, or the whole region.")
    case .insufficientData:
      ErrorReasonText(
        "Everything that was asked for is withheld, or nothing has been released that could answer it.",
        "The text names the fields and why each is withheld. Ask for other insights, or for a wider segment.")
    case .privacyBudget:
      ErrorReasonText(
        "What the people of the region may lose of their privacy in this year is spent, and there is no release to answer from.",
        "Trying again does not help before the next accounting year; `GetBudget` tells how it stands.")
    case .unauthenticated:
      ErrorReasonText(
        "There is no key, or it is unknown, expired or revoked; which of these is not told.",
        "Send `Authorization: Bearer KEY` with a key for this server. A key is shown once, when it is made.")
    case .permissionDenied:
      ErrorReasonText(
        "The key lacks a scope that the method wants, or is not for the address that it came from.",
        "`scope` or `any_of` names what is missing, `address` the address. Ask the operator for a key that has it.")
    case .rateLimited:
      ErrorReasonText(
        "A limit of the key is reached: calls in a second, a minute or a day.",
        "Wait as long as `Retry-After` or `RetryInfo` says; a call then succeeds if no other comes before it.")
    case .limitReached:
      ErrorReasonText(
        "A bound on what is open or waiting is reached, such as the sessions of a key or the events of a session.",
        "Close what is no longer needed; the text names the bound. Refused calls cost nothing.")
    case .noRelease:
      ErrorReasonText(
        "The segment is registered, and its first release is not published yet.",
        "Try again after the time that the error names.")
    case .unknownSession:
      ErrorReasonText(
        "There is no session of this token: it has expired, was closed, or is another partner's.",
        "Open a new session. Events that were acknowledged are kept.")
    case .sessionTaken:
      ErrorReasonText(
        "The session goes on in another stream, which came later with the same token.",
        "Let go of this stream. Two clients that share a token take the session from each other.")
    case .draining:
      ErrorReasonText(
        "The server is about to stop and begins nothing new.",
        "Try again at once: another instance, or the same one when it is back, answers.")
    case .storeUnavailable:
      ErrorReasonText(
        "What is stored cannot be read or written now; nothing of the call was stored.",
        "Try again after the time that the error names. Events may be sent again: each counts once.")
    case .unknownPerson:
      ErrorReasonText(
        "No person of SPOTS is registered under this name.",
        "Register the person first. Of customers whom only a partner knows nothing is told.")
    case .linkedElsewhere:
      ErrorReasonText(
        "The partner's customer is linked with another person already.",
        "Unlink the customer there first; a customer is one person at a time.")
    case .notLinked:
      ErrorReasonText("There is no such link that could be taken away.", "Nothing is left to do.")
    case .unknownRegion:
      ErrorReasonText(
        "No region of this id is registered.", "Ask with a region that `ListSegments` names as `geographic_region`.")
    case .archivedRegion:
      ErrorReasonText(
        "The region's data ends in the past, and nothing is added to it.", "Name a region that is live.")
    case .otherRegion:
      ErrorReasonText(
        "The person is registered in another region.", "Name the region that the person was registered in.")
    case .beingForgotten:
      ErrorReasonText(
        "The person is being forgotten, and until that is done nobody can be registered under this name.",
        "Try again in a few minutes.")
    case .conflict:
      ErrorReasonText(
        "Something else has changed what the call was about to change.",
        "Read how things stand and try again, if it is still wanted.")
    case .internalError:
      ErrorReasonText(
        "The server has a fault. What went wrong inside is told to the operator and not to callers.",
        "Tell the operator the id of the call. Trying again may help.")
    }
  }
}
