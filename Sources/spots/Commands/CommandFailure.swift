import ArgumentParser
@preconcurrency import Glibc
import Operations
import RPC
import Storage
import Terminal

/// Says what went wrong on standard error, and ends the command with a code that means something.
func failing<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
  do {
    return try await work()
  } catch let error as StoreError {
    throw failure("\(error)", code: error.exitCode)
  } catch let error as RPCError {
    throw failure("\(error.code): \(error.message)", code: error.code == .unavailable ? 69 : 1)
  } catch let code as ExitCode {
    throw code
  } catch let error as ValidationError {
    throw error
  } catch let error as OperatorError {
    throw failure("\(error)", code: error.exitCode)
  } catch let error as ResultFile.Unusable {
    throw failure("\(error)", code: 74)
  } catch let error as OpenedStore.Missing {
    throw failure("\(error)", code: 78)
  } catch {
    throw failure("\(error)", code: 65)
  }
}

/// Says `text` on standard error, and is the exit code to end with.
func failure(_ text: String, code: Int32) -> ExitCode {
  fputs("spots: \(text)\n", stderr)
  return ExitCode(code)
}
