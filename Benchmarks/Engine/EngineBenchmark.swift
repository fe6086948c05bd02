import Glibc

/// What the enrichment engine costs on one core, each figure beside its bar. Fails when a bar is missed.
///
/// Products are scored and ranked for a prepared segment, whole catalogues by zones too, knots are drawn with an empty and
/// with a warm cache, answers are made that no cache holds, sessions wait, and visits become measures person by person:
/// first 10⁵, 10⁶ and 10⁷ of them, then one person's own. Times are those of the thread's processor clock; of the short
/// ones the median of many rounds. Arguments name the parts to measure: products, catalogues, knots, answers, visits.
@main
enum EngineBenchmark {
  static func main() throws {
    let asked = CommandLine.arguments.dropFirst()
    func isAsked(_ part: String) -> Bool { asked.isEmpty || asked.contains(part) }
    var table = FigureTable()
    if isAsked("products") { try ProductFigures.add(to: &table) }
    if isAsked("catalogues") { try AffinityFigures.add(to: &table) }
    if isAsked("knots") { try KnotFigures.add(to: &table) }
    if isAsked("answers") { try AnswerFigures.add(to: &table) }
    if isAsked("visits") { VisitFigures.add(to: &table) }
    table.lines.forEach { print($0) }
    exit(table.missed == 0 ? 0 : 1)
  }
}

/// Figures as lines of text, and how many missed their bar.
struct FigureTable {
  private(set) var lines = ["what".padded(62) + "figure".padded(16) + "bar"]
  private(set) var missed = 0

  /// A figure without a bar.
  mutating func add(_ what: String, _ figure: String) { lines.append(what.padded(62) + figure) }

  /// A time in seconds with the most it may be.
  mutating func add(_ what: String, seconds: Double, bar: Double) {
    let verdict = seconds <= bar ? "" : "  MISSED"
    missed += seconds <= bar ? 0 : 1
    lines.append(what.padded(62) + Self.time(seconds).padded(16) + "<= " + Self.time(bar) + verdict)
  }

  /// Memory in bytes with the most it may be.
  mutating func add(_ what: String, bytes: Int, bar: Int) {
    let verdict = bytes <= bar ? "" : "  MISSED"
    missed += bytes <= bar ? 0 : 1
    lines.append(what.padded(62) + "\(bytes) bytes".padded(16) + "<= \(bar) bytes" + verdict)
  }

  /// A time in its own unit, three digits.
  static func time(_ seconds: Double) -> String {
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "us")]
    let (size, name) = units.first { seconds >= $0.0 } ?? (1e-9, "ns")
    let value = seconds / size
    let digits = value >= 100 ? 1.0 : value >= 10 ? 10 : 100
    return "\((value * digits).rounded() / digits) \(name)"
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}

/// The thread's processor time.
enum ProcessorTime {
  /// Seconds since the thread began.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Seconds that `work` takes: the median of `rounds`.
  static func median(rounds: Int, _ work: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      let start = now()
      try work()
      times.append(now() - start)
    }
    return times.sorted()[rounds / 2]
  }

  /// The most memory the process ever had resident, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(0, &usage)
    return usage.ru_maxrss * 1024
  }
}
