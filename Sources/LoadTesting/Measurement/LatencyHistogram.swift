internal import CZlib
package import Histogram
internal import WireFormat

/// A distribution of times with three significant digits from 100 ns to an hour; longer times count as an hour.
package struct LatencyHistogram: Sendable, Hashable {
  /// The longest time kept apart, in nanoseconds.
  package static let longest: UInt64 = 3_600_000_000_000

  /// The distribution in nanoseconds.
  package private(set) var values: Histogram<UInt64>

  /// No times yet.
  package init() {
    values = Histogram(
      lowestDiscernibleValue: 100, highestTrackableValue: Self.longest, numberOfSignificantValueDigits: .three)
  }

  /// A distribution read from elsewhere.
  init(_ values: Histogram<UInt64>) {
    self.values = values
  }

  /// Times recorded.
  package var count: UInt64 { values.totalCount }

  /// Takes note of a time in nanoseconds; a negative one, of clocks read in another order, counts as 0.
  package mutating func record(_ nanoseconds: Int64) {
    values.record(min(UInt64(max(0, nanoseconds)), Self.longest))
  }

  /// Adds another distribution.
  package mutating func add(_ other: LatencyHistogram) {
    if other.count > 0 { values.add(other.values) }
  }

  /// The time in milliseconds that a share of the values, in per cent, does not exceed; nil without values.
  package func milliseconds(atPercent percent: Double) -> Double? {
    count == 0 ? nil : Double(values.valueAtPercentile(percent)) / 1e6
  }

  /// The percentages shown everywhere.
  package static let percentages: [Double] = [50, 75, 90, 95, 99, 99.9, 99.99, 99.999]

  /// The figures of a report with the whole distribution; nil without values.
  package var summary: LatencySummary? {
    guard count > 0 else { return nil }
    var summary = LatencySummary()
    summary.count = count
    summary.min = Double(values.min) / 1e6
    summary.mean = values.mean / 1e6
    summary.standardDeviation = values.stdDeviation / 1e6
    summary.max = Double(values.maxRecorded) / 1e6
    summary.percentiles = Self.percentages.map { percent in
      var point = Percentile()
      point.percent = percent
      point.milliseconds = Double(values.valueAtPercentile(percent)) / 1e6
      return point
    }
    summary.histogram = HistogramEncoding.text(of: values)
    return summary
  }

  /// Hashes the number of values only: equal distributions have equal ones.
  package func hash(into hasher: inout Hasher) { hasher.combine(values.totalCount) }
}

/// A text that holds no distribution.
package struct MalformedHistogram: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  package let reason: String
  /// One sentence.
  package var description: String { "not a compressed HdrHistogram of version 2: \(reason)" }
}

/// HdrHistogram's exchange format, "V2 compressed": counts as ZigZag LEB128 numbers, runs of zeros as their negative
/// length, behind a head of 40 bytes, in a zlib stream behind a head of 8, in base64. Tools of other languages read and
/// merge it.
package enum HistogramEncoding {
  private static let cookie: UInt32 = 0x1c84_9303 | 0x10
  private static let compressedCookie: UInt32 = 0x1c84_9304 | 0x10
  private static let headBytes = 40
  /// The most bytes a distribution may inflate to.
  private static let longestBody = 1 << 22

  /// The base64 text of a distribution.
  package static func text(of histogram: Histogram<UInt64>) -> String {
    let body = compress(encoded(histogram))
    return Base64.encode(bigEndian(compressedCookie) + bigEndian(UInt32(body.count)) + body)
  }

  /// The distribution of a base64 text made by any implementation with the bounds of `LatencyHistogram`.
  package static func histogram(of text: String) throws(MalformedHistogram) -> LatencyHistogram {
    guard let bytes = Base64.decode(Array(text.utf8), as: .strict), bytes.count > 8 else {
      throw MalformedHistogram(reason: "no base64")
    }
    guard number(bytes[0..<4]) == UInt64(compressedCookie) else { throw MalformedHistogram(reason: "another version") }
    let body = try inflate(Array(bytes[8...]))
    guard body.count >= headBytes, number(body[0..<4]) == UInt64(cookie) else {
      throw MalformedHistogram(reason: "its head is cut off")
    }
    return try decoded(body)
  }

  // MARK: Counts

  private static func encoded(_ histogram: Histogram<UInt64>) -> [UInt8] {
    var counts: [UInt8] = []
    var zeros: Int64 = 0
    var last = histogram.maxRecorded
    if histogram.totalCount == 0 { last = 0 }
    for bucket in histogram.allValues() {
      if bucket.value > histogram.highestEquivalentForValue(last) { break }
      if bucket.count == 0 {
        zeros += 1
        continue
      }
      if zeros > 0 { append(-zeros, to: &counts) }
      zeros = 0
      append(Int64(clamping: bucket.count), to: &counts)
    }
    var head = bigEndian(cookie) + bigEndian(UInt32(counts.count)) + bigEndian(UInt32(0))
    head += bigEndian(UInt32(histogram.numberOfSignificantValueDigits.rawValue))
    head += bigEndian(histogram.lowestDiscernibleValue) + bigEndian(histogram.highestTrackableValue)
    head += bigEndian((1.0).bitPattern)
    return head + counts
  }

  private static func decoded(_ body: [UInt8]) throws(MalformedHistogram) -> LatencyHistogram {
    let empty = LatencyHistogram()
    var values = empty.values
    guard number(body[12..<16]) == 3, number(body[16..<24]) == values.lowestDiscernibleValue,
      number(body[24..<32]) == values.highestTrackableValue
    else { throw MalformedHistogram(reason: "it has another range or number of digits") }
    var counts = body[headBytes...]
    var buckets = empty.values.allValues()
    while !counts.isEmpty {
      let count = try take(from: &counts)
      if count < 0 {
        guard count > -1_000_000 else { throw MalformedHistogram(reason: "a run of zeros is too long") }
        for _ in 0..<(-count) where buckets.next() == nil { throw MalformedHistogram(reason: "too many counts") }
      } else {
        guard let bucket = buckets.next() else { throw MalformedHistogram(reason: "too many counts") }
        values.record(bucket.value, count: UInt64(count))
      }
    }
    return LatencyHistogram(values)
  }

  // MARK: Numbers

  private static func append(_ value: Int64, to bytes: inout [UInt8]) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    for _ in 0..<8 where rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private static func take(from bytes: inout ArraySlice<UInt8>) throws(MalformedHistogram) -> Int64 {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard let byte = bytes.popFirst() else { throw MalformedHistogram(reason: "a count is cut off") }
      if index == 8 {
        value |= UInt64(byte) << 56
        break
      }
      value |= UInt64(byte & 0x7F) << (7 * UInt64(index))
      if byte < 0x80 { break }
    }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  // MARK: zlib

  private static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(length))
    // `compressBound` is enough by zlib's own promise.
    guard CZlib.compress(&output, &length, bytes, UInt(bytes.count)) == Z_OK else { return [] }
    return Array(output[..<Int(length)])
  }

  private static func inflate(_ bytes: [UInt8]) throws(MalformedHistogram) -> [UInt8] {
    var length = UInt(longestBody)
    var output = [UInt8](repeating: 0, count: longestBody)
    guard uncompress(&output, &length, bytes, UInt(bytes.count)) == Z_OK else {
      throw MalformedHistogram(reason: "its zlib stream is damaged or holds more than \(longestBody) bytes")
    }
    return Array(output[..<Int(length)])
  }
}
