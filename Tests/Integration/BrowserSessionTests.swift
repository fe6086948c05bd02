import Foundation
import Testing

/// Sessions for browsers, as pages and the tools of partners have them: curl, and a headless Chromium where there is one.
@Suite("a session of a browser", .timeLimit(.minutes(10)))
struct BrowserSessionTests {
  private static let curl = URL(filePath: "/usr/bin/curl")

  /// A running server and one session that a shop has opened for its page.
  private struct Page {
    let server: RunningServer
    let base: String
    let key: String
    let token: String

    init(_ version: String = "--http2", arguments: [String] = []) async throws {
      server = try await RunningServer(store: try await SmallCity.copy(), arguments: arguments)
      base = "https://localhost:\(server.endpoint.split(separator: ":").last ?? "")/api/v1/enrichment/sessions"
      key = try await server.makeKey()
      let opened = try await BrowserSessionTests.ask(
        version, base,
        ["-H", "authorization: Bearer \(key)", "--json", #"{"segment":{"segment_id":"\#(SmallCity.segment)"}}"#])
      let data = try #require(try BrowserSessionTests.object(opened)["data"] as? [String: Any], "\(opened.output)")
      token = try #require(data["token"] as? String)
      #expect((data["snapshot"] as? [String: Any])?["real_world_behavior"] != nil)
    }

    /// Sends visits of these ids, without a key.
    func send(_ version: String, _ ids: [String], close: Bool = false) async throws -> [String: Any] {
      let now = ISO8601DateFormatter().string(from: Date())
      let events = ids.map {
        #"{"event_id":"\#($0)","kind":"EVENT_KIND_VISIT","time":"\#(now)","venue_category":"coffee"}"#
      }
      let json = #"{"token":"\#(token)","events":[\#(events.joined(separator: ","))],"close":\#(close)}"#
      return try BrowserSessionTests.object(
        try await BrowserSessionTests.ask(version, base + "/events", ["--json", json]))
    }
  }

  private static func ask(_ version: String, _ url: String, _ arguments: [String]) async throws -> ProgramRun {
    try await ProgramRun.run(
      curl, ["-sS", version, "--max-time", "30", "--cacert", "certs/ca.pem"] + arguments + [url])
  }

  private static func object(_ run: ProgramRun) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.output)\(run.errors)")
  }

  /// Ids of the whole events in a stream.
  private static func ids(_ text: String) -> [Int] {
    text.components(separatedBy: "\n\n").dropLast().flatMap { block in
      block.split(separator: "\n").compactMap { $0.hasPrefix("id: ") ? Int($0.dropFirst(4)) : nil }
    }
  }

  @Test("is watched while events come in, and again from where it was cut", arguments: ["--http2", "--http1.1"])
  func curlReads(version: String) async throws {
    let page = try await Page(version)
    let (watch, output) = (Process(), try OutputFile())
    watch.executableURL = Self.curl
    watch.currentDirectoryURL = ProgramRun.root
    watch.arguments = ["-sSN", version, "--cacert", "certs/ca.pem", "\(page.base)/updates?token=\(page.token)"]
    watch.standardOutput = output.handle
    try watch.run()
    defer { if watch.isRunning { watch.terminate() } }
    try await Self.wait { try output.text().contains("\n:\n") }
    let sent = try await page.send(version, ["a", "b"])
    #expect((sent["data"] as? [String: Any])?["event_ids"] as? [String] == ["a", "b"], "\(sent)")
    try await Self.wait { try output.text().contains("\"b\"") && output.text().hasSuffix("\n\n") }
    watch.terminate()
    let first = Self.ids(try output.text())
    let last = try await page.send(version, ["c", "d"], close: true)
    let summary = (last["data"] as? [String: Any])?["summary"] as? [String: Any]
    #expect(summary?["events"] as? Int == 4, "\(last)")
    let rest = try await Self.ask(
      version, "\(page.base)/updates?token=\(page.token)", ["-N", "-H", "last-event-id: \(first.last ?? 0)"])
    let all = first + Self.ids(rest.output)
    #expect(all.count > 2 && all == Array(1...all.count))
    #expect(rest.output.contains("event: closed\n") && rest.status == 0, "\(rest.output)\(rest.errors)")
    let over = try await Self.ask(
      version, "\(page.base)/updates?token=\(page.token)", ["-H", "last-event-id: \(all.count)", "-w", "%{http_code}"])
    #expect(over.output.hasSuffix("404") && over.output.contains("UNKNOWN_SESSION"))
    // The refusal of the last request is the last line.
    #expect(try await page.server.logs("NOT_FOUND"))
    let log = try page.server.log()
    #expect(log.contains("BrowserSessionService/WatchSession") && log.contains("BrowserSessionService/SendEvents"))
    #expect(!log.contains(page.token) && !log.contains(page.key) && !log.contains("token="))
  }

  @Test("is closed to pages of every origin that was not named")
  func crossOrigin() async throws {
    for (allowed, isAllowed) in [([], false), (["--allow-origin", "https://shop.example"], true)] {
      let page = try await Page(arguments: allowed)
      let preflight = try await Self.ask(
        "--http2", page.base + "/events",
        [
          "-X", "OPTIONS", "-D", "-", "-H", "origin: https://shop.example", "-H",
          "access-control-request-method: POST", "-H", "access-control-request-headers: content-type",
        ])
      #expect(preflight.output.hasPrefix("HTTP/2 204") == isAllowed, "\(preflight.output)")
      #expect(preflight.output.contains("access-control-allow-origin: https://shop.example") == isAllowed)
      for origin in ["https://shop.example", "https://other.example", "null"] {
        let asked = try await Self.ask(
          "--http2", page.base + "/updates?token=x", ["-D", "-", "-H", "origin: \(origin)"])
        let mayRead = isAllowed && origin == "https://shop.example"
        #expect(asked.output.contains("access-control-allow-origin: ") == mayRead, "\(asked.output)")
      }
    }
  }

  @Test("an origin that browsers do not write is refused at the start", arguments: ["*", "shop.example", "https://a/"])
  func wrongOrigin(text: String) async throws {
    let run = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spotsd"),
      ["--cert", "certs/server.pem", "--key", "certs/server.key", "--allow-origin", text])
    #expect(run.status == 64 && run.errors.contains("--allow-origin \"\(text)\""), "\(run.errors)")
  }

  // MARK: A browser

  /// A Chromium that needs no display, where one is installed.
  private static let chromium: String? = ["chromium-headless-shell", "chromium"].map { "/usr/bin/\($0)" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private static func report(_ page: Page, port: String, host: String) async throws -> [String: Any] {
    let server = page.base.replacing("/api/v1/enrichment/sessions", with: "")
    let run = try await ProgramRun.run(
      URL(filePath: "/usr/bin/python3"),
      [
        "Tests/Integration/python/browser_page.py", try #require(Self.chromium), port, server, page.token, host,
      ])
    return try Self.object(run)
  }

  @Test(
    "works in a page: events by fetch, updates by EventSource; a page of another origin gets nothing",
    .enabled(if: chromium != nil, "no Chromium is installed"))
  func inChromium() async throws {
    let free = try await ProgramRun.run(
      URL(filePath: "/usr/bin/python3"),
      ["-c", "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"])
    let port = free.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let page = try await Page(arguments: ["--allow-origin", "http://localhost:\(port)"])
    let stranger = try await Self.report(page, port: port, host: "127.0.0.1")
    #expect(stranger["blocked"] as? Bool == true && (stranger["heard"] as? [Any])?.isEmpty == true, "\(stranger)")
    let report = try await Self.report(page, port: port, host: "localhost")
    let heard = try #require(report["heard"] as? [[String: Any]], "\(report)")
    let said = heard.filter { $0["name"] as? String != "sent" }
    #expect(said.map { $0["id"] as? String } == (1...said.count).map { "\($0)" })
    #expect(said.last?["name"] as? String == "closed")
    let summary = said.last?["data"] as? [String: Any]
    #expect(summary?["events"] as? Int == 3 && summary?["duplicates"] == nil, "\(report)")
    #expect(try !page.server.log().contains(page.token))
  }

  /// Waits until a condition holds, a minute at the most.
  private static func wait(until condition: () throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try !condition() {
      try #require(ContinuousClock.now < end, "what a test waits for has not come")
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
