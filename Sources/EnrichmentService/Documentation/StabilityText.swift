/// The part of the page that says what callers may rely on.
enum StabilityText {
  /// The section.
  static let html = """
    <section id="stability"><h2>What may change</h2>
    <p>The interface has a version, which stands in every path and in <code>metadata.api_version</code>. Within a version \
    callers may rely on what is there; what would break them comes as another version beside it.</p>
    <h3>What does not change within a version</h3>
    <ul>
    <li>Paths, methods, names and numbers of fields, their types, and what they mean. A number of a field is never used again.</li>
    <li>Codes of errors, with their status. A request that was valid stays valid.</li>
    <li>A release: the same question about the same <code>release_id</code> has the same answer, byte for byte.</li>
    <li>Scopes that a method wants, and limits of a key: they are not made narrower without notice.</li>
    </ul>
    <h3>What may change at any time</h3>
    <ul>
    <li>Answers gain fields, and fields that name a choice gain choices. Read what you know, and keep going at what you do not.</li>
    <li>Fields become withheld, with a reason, and appear again: what a release can tell depends on who takes part.</li>
    <li>Messages of errors, interpretations and other texts for people; the order of members, white space, and compression.</li>
    <li>Formulas: <code>data_version</code>, <code>quantum_state_version</code> and <code>network_analysis_version</code> say by \
    which a number was made; a new version comes with a new release and never with an old one.</li>
    <li>New methods, routes, scopes and reasons of errors. A code that you do not know is as its HTTP status says.</li>
    <li>Tokens of pages, sessions and updates: they are opaque, and end.</li>
    </ul>
    <h3>How something ends</h3>
    <p>A method that is to go is marked <code>deprecated</code> in the schema and in <code>openapi.json</code>. From that day on \
    its answers carry <code>Deprecation</code> (RFC 9745) with the day, <code>Sunset</code> (RFC 8594) with the day from which \
    on it may be gone, at least \(MethodLifecycle.leastNotice) days later, and a <code>Link</code> to this paragraph. The schema \
    is compared with that of the last version before each change; what would break callers is refused there.</p>
    </section>

    """
}
