package import Population
package import RPC

extension RPCError {
  /// INVALID_ARGUMENT naming every field, its value and what is allowed, with `google.rpc.BadRequest`.
  package static func invalid(_ violations: [RequestViolation]) -> RPCError {
    var request = GoogleRPCBadRequest()
    request.fieldViolations = violations.map { violation in
      var field = GoogleRPCBadRequest.FieldViolation()
      field.field = violation.field
      field.description = violation.description
      return field
    }
    let text = violations.prefix(8).map(\.description).joined(separator: "; ")
    let more = violations.count > 8 ? "; and \(violations.count - 8) more" : ""
    return ErrorReason.invalidArgument.error(text + more, details: [request])
  }
}
