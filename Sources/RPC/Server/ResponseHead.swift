internal import Transport

/// The headers every answer begins with.
enum ResponseHead {
  private static let plain = ConstantHeaders([":status": "200", "content-type": "application/grpc"])
  private static let gzip = ConstantHeaders([
    ":status": "200", "content-type": "application/grpc", "grpc-encoding": "gzip",
  ])
  private static let deflate = ConstantHeaders([
    ":status": "200", "content-type": "application/grpc", "grpc-encoding": "deflate",
  ])

  /// The headers of an answer whose messages may be compressed in this way.
  static func fields(_ compression: CompressionAlgorithm?) -> ConstantHeaders {
    switch compression {
    case nil: plain
    case .gzip: gzip
    case .deflate: deflate
    }
  }

  /// The compression that such headers announce.
  static func compression(_ fields: ConstantHeaders) -> CompressionAlgorithm? {
    CompressionAlgorithm.allCases.first { self.fields($0).list === fields.list }
  }
}
