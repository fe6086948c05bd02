import Glibc
package import Logging

/// Hands a program's log messages to a `LogOutput`, a line each: time, level, who says it, message, metadata by name.
package struct LogLines: LogHandler {
  package var logLevel = Logger.Level.info
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let output: LogOutput
  private let hiding: @Sendable (String) -> String

  /// Lines of the logger `label`; `hiding` takes out of a line's text what no log may hold.
  package init(label: String, output: LogOutput, hiding: @escaping @Sendable (String) -> String = { $0 }) {
    (self.label, self.output, self.hiding) = (label, output, hiding)
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
    let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
    let said = hiding("\(event.message)\(pairs.joined())")
    let text = "\(Self.stamp()) \(event.level) \(label): \(said)"
    // What others sent may stand in a message; it must not begin a line.
    output.write(text.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 } + [UInt8(ascii: "\n")])
  }

  /// This machine's time with its zone.
  private static func stamp() -> String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    var buffer = [CChar](repeating: 0, count: 40)
    let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S%z", &parts)
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension LogOutput {
  /// Takes every log message of this program from now on, without what `hiding` takes out; called once, before anything
  /// logs.
  package func takeAllMessages(hiding: @escaping @Sendable (String) -> String = { $0 }) {
    LoggingSystem.bootstrap { LogLines(label: $0, output: self, hiding: hiding) }
  }
}
