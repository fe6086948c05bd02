internal import Tracing

/// Reads trace context from metadata.
struct MetadataExtractor: Extractor {
  /// The text under the key; several values are one list, as in every HTTP header.
  func extract(key: String, from metadata: Metadata) -> String? {
    let values = metadata.texts(for: key.lowercased())
    return values.isEmpty ? nil : values.joined(separator: ",")
  }
}

/// Writes trace context to metadata.
struct MetadataInjector: Injector {
  /// Puts the text under the key. What metadata cannot carry is left out: a trace must not make a call fail.
  func inject(_ value: String, forKey key: String, into metadata: inout Metadata) {
    do throws(MetadataError) { try metadata.set(value, for: key.lowercased()) } catch { return }
  }
}

/// The trace context of outgoing calls.
enum TraceHeaders {
  /// Adds the present task's trace context to the metadata of a call that it makes. Where no context is set, which is
  /// always so in a program without tracing, it costs one look at a task-local value.
  static func inject(into metadata: inout Metadata) {
    guard let context = ServiceContext.current else { return }
    InstrumentationSystem.instrument.inject(context, into: &metadata, using: MetadataInjector())
  }
}
