internal import Glibc
internal import WireFormat

/// Our side of the codec benchmark: `ours MESSAGE OPERATION FILE ITERATIONS` prints nanoseconds per operation.
@main
struct Ours {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 else { refuse("expected MESSAGE OPERATION FILE ITERATIONS") }
    let input = bytes(of: arguments[3])
    let iterations = Int(arguments[4]) ?? 1
    if arguments[2] == "view-read" {
      let sum = try arguments[1] == "request" ? readRequest(input, iterations) : readResponse(input, iterations)
      guard sum > 0 else { refuse("the view reads nothing") }
    } else if arguments[1] == "request" {
      try run(GetQuantumPersonalityRequest.self, arguments[2], input, iterations)
    } else {
      try run(GetQuantumPersonalityResponse.self, arguments[2], input, iterations)
    }
  }

  @inline(never)
  static func run<M: Message>(_ type: M.Type, _ operation: String, _ input: [UInt8], _ iterations: Int) throws {
    let message = try M(serializedBytes: input)
    switch operation {
    case "rewrite": message.serializedBytes().withUnsafeBytes { _ = write(1, $0.baseAddress, $0.count) }
    case "encode": timed(iterations) { keep(encoded(message)) }
    case "encode-reuse": timed(iterations) { message.withSerializedBytes { keep($0.byteCount) } }
    case "view": try timed(iterations) { try M.withView(of: input) { keep($0.bytes.byteCount) } }
    case "decode": try timed(iterations) { keep(try M(serializedBytes: input)) }
    default: refuse("unknown operation \(operation)")
    }
  }

  @inline(never)
  static func encoded<M: Message>(_ message: M) -> [UInt8] { message.serializedBytes() }
}

/// Keeps a value from being optimised away.
@inline(never)
func keep<T>(_ value: borrowing T) {}

func refuse(_ why: String) -> Never {
  Array("ours: \(why)\n".utf8).withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
  exit(1)
}

func bytes(of path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { refuse("cannot open \(path)") }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return Array(bytes[..<count])
}

@inline(__always)
func timed(_ iterations: Int, _ body: () throws -> Void) rethrows {
  for _ in 0...iterations / 8 { try body() }
  let start = now()
  for _ in 0..<iterations { try body() }
  print((now() - start) / Double(iterations))
}

/// The processor time of this thread in nanoseconds: what else runs on the machine does not count.
func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
