import Glibc

@testable import FuzzEntries

// Hands a property to libFuzzer: `fuzz NAME [options of libFuzzer] [folders or inputs]`; without a name, lists them.

/// The main loop of libFuzzer (`FuzzerInterface.h`): calls the function with inputs until it is told to stop.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

nonisolated(unsafe) var chosen: FuzzEntry?

let names = FuzzEntry.all.map(\.name)
guard CommandLine.argc > 1, let entry = FuzzEntry.all.first(where: { $0.name == CommandLine.arguments[1] }) else {
  print(names.joined(separator: "\n"))
  exit(CommandLine.argc > 1 ? 2 : 0)
}
chosen = entry
var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
exit(
  runFuzzer(&count, &arguments) { start, length in
    let input = [UInt8](UnsafeBufferPointer(start: start, count: length))
    do throws(Violation) {
      try chosen?.check(input)
    } catch {
      let words = Array("\nviolated: \(error)\n".utf8)
      write(STDERR_FILENO, words, words.count)
      abort()
    }
    return 0
  })
