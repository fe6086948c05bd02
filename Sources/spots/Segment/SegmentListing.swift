import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema

/// All pages of the registered segments.
struct SegmentListing {
  let client: PartnerClient

  func all() async throws -> [Segment] {
    var segments: [Segment] = []
    var request = ListSegmentsRequest()
    repeat {
      let page = try await client.service.listSegments(request, options: client.options())
      segments += page.segments
      request.pageToken = page.nextPageToken
    } while !request.pageToken.isEmpty
    return segments
  }
}
