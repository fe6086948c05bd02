import Foundation
import SwiftProtobuf

/// SwiftProtobuf's side of the codec benchmark: `swiftprotobuf MESSAGE OPERATION FILE ITERATIONS` prints nanoseconds
/// per operation.
@main
struct SwiftProtobufSide {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5 else { refuse("expected MESSAGE OPERATION FILE ITERATIONS") }
    let input = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[3])))
    if arguments[1] == "request" {
      try run(GetQuantumPersonalityRequest.self, arguments[2], input, Int(arguments[4]) ?? 1)
    } else {
      try run(GetQuantumPersonalityResponse.self, arguments[2], input, Int(arguments[4]) ?? 1)
    }
  }

  static func run<M: SwiftProtobuf.Message>(
    _ type: M.Type, _ operation: String, _ input: [UInt8], _ iterations: Int
  ) throws {
    let message = try M(serializedBytes: input)
    switch operation {
    case "rewrite": FileHandle.standardOutput.write(try message.serializedData())
    case "encode": try timed(iterations) { keep(try message.serializedBytes() as [UInt8]) }
    case "decode": try timed(iterations) { keep(try M(serializedBytes: input)) }
    default: refuse("unknown operation \(operation)")
    }
  }
}

/// Keeps a value from being optimised away.
@inline(never)
func keep<T>(_ value: borrowing T) {}

func refuse(_ why: String) -> Never {
  FileHandle.standardError.write(Data("swiftprotobuf: \(why)\n".utf8))
  exit(1)
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
