/// What a client makes of an answer that is not gRPC's, from the gRPC page "HTTP to gRPC Status Code Mapping".
enum HTTPStatusMapping {
  /// The code for an HTTP status without a `grpc-status`.
  static func code(httpStatus: Int) -> StatusCode {
    switch httpStatus {
    case 400: .internal
    case 401: .unauthenticated
    case 403: .permissionDenied
    case 404: .unimplemented
    case 429, 502, 503, 504: .unavailable
    default: .unknown
    }
  }
}
