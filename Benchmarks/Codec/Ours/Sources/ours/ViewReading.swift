internal import WireFormat

// Every field of both messages through views: numbers are added, texts count their bytes.

func readRequest(_ input: [UInt8], _ iterations: Int) throws -> Double {
  var sum = 0.0
  try timed(iterations) { try GetQuantumPersonalityRequest.withView(of: input) { sum += total($0) } }
  return sum
}

func readResponse(_ input: [UInt8], _ iterations: Int) throws -> Double {
  var sum = 0.0
  try timed(iterations) { try GetQuantumPersonalityResponse.withView(of: input) { sum += total($0) } }
  return sum
}

private func size(_ text: UTF8Span) -> Double { Double(text.count) }

private func size(_ texts: RepeatedView<ProtoString>) -> Double {
  var (texts, sum) = (texts, 0.0)
  while let text = texts.next() { sum += Double(text.count) }
  return sum
}

private func total(_ request: borrowing MessageView<GetQuantumPersonalityRequest>) -> Double {
  var sum = size(request[\.requestedInsights])
  if let segment = request[\.userSegment] {
    sum += size(segment[\.segmentID])
    sum += size(segment[\.geographicRegion])
    sum += size(segment[\.categoryPreferences])
    if let demographics = segment[\.demographics] {
      sum += size(demographics[\.interests])
      var ages = demographics[\.ageRange]
      while let age = ages.next() { sum += Double(age) }
    }
  }
  if let product = request[\.productQuantumState] {
    sum += size(product[\.productID])
    sum += size(product[\.category])
    sum += size(product[\.style])
    sum += size(product[\.price])
    sum += size(product[\.features])
    var attributes = product[\.attributes]
    while let entry = attributes.next() { sum += size(entry.key) + entry.value }
  }
  return sum
}

private func total(_ response: borrowing MessageView<GetQuantumPersonalityResponse>) -> Double {
  var sum = 0.0
  if let match = response[\.quantumCompatibility] { sum += total(match) }
  if let profile = response[\.personalityProfile] { sum += total(profile) }
  if let metadata = response[\.marketSegmentMetadata] { sum += total(metadata) }
  if let call = response[\.metadata] {
    sum += size(call[\.requestID])
    sum += call[\.processingTimeMs]
    sum += size(call[\.apiVersion])
  }
  return sum
}

private func total(_ match: borrowing MessageView<QuantumCompatibility>) -> Double {
  var sum = match[\.score] ?? 0
  sum += match[\.confidence] ?? 0
  sum += match[\.fidelity] ?? 0
  sum += match[\.purity] ?? 0
  sum += match[\.entropyBits] ?? 0
  sum += match[\.agreement] ?? 0
  sum += match[\.buresDistance] ?? 0
  sum += size(match[\.interpretation])
  sum += size(match[\.formula])
  if let interval = match[\.ci95] { sum += interval[\.low] + interval[\.high] }
  return sum
}

private func total(_ profile: borrowing MessageView<PersonalityProfile>) -> Double {
  var sum = 0.0
  if let archetype = profile[\.archetype] { sum += size(archetype) }
  var dimensions = profile[\.dimensions]
  while let entry = dimensions.next() {
    let dimension = entry.message()
    sum += size(entry.key)
    sum += size(dimension[\.interpretation])
    sum += dimension[\.value] ?? 0
    sum += dimension[\.stdDev] ?? 0
    sum += dimension[\.confidence] ?? 0
  }
  return sum
}

private func total(_ metadata: borrowing MessageView<MarketSegmentMetadata>) -> Double {
  var sum = Double(metadata[\.sampleSize])
  sum += metadata[\.epsilon]
  sum += metadata[\.delta]
  sum += size(metadata[\.geographicCoverage])
  sum += size(metadata[\.dataVersion])
  sum += size(metadata[\.releaseID])
  sum += size(metadata[\.policy])
  sum += size(metadata[\.segmentID])
  if let freshness = metadata[\.dataFreshness] { sum += Double(freshness[\.seconds]) }
  return sum
}
