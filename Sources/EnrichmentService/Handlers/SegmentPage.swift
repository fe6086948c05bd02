import Answers
import EnrichmentSchema
import Population
import RPC
import Releases
import Segments
import WireFormat

/// `ListSegments`: pages of the registry, by id.
enum SegmentPage {
  static func response(
    to request: ListSegmentsRequest, from catalogue: SegmentCatalogue, limits: RequestLimits
  ) throws(RequestError) -> ListSegmentsResponse {
    guard (0...limits.segmentsPerPage).contains(Int(request.pageSize)) else {
      throw .invalidArgument([
        RequestViolation(
          field: "page_size", value: "\(request.pageSize)",
          allowed: "1 to \(limits.segmentsPerPage), or 0 for \(limits.segmentsPerUnsizedPage)")
      ])
    }
    var response = ListSegmentsResponse()
    guard let edition = catalogue.current else { return response }
    guard request.pageToken.isEmpty || edition.registry[id: request.pageToken]?.id == request.pageToken else {
      throw .invalidArgument([
        RequestViolation(
          field: "page_token", value: request.pageToken,
          allowed: "next_page_token of the page before, or nothing for the first page")
      ])
    }
    let size = request.pageSize == 0 ? limits.segmentsPerUnsizedPage : Int(request.pageSize)
    let page = edition.registry.page(after: request.pageToken, limit: size)
    response.segments = page.map { segment($0, in: edition) }
    if page.count == size, page.last?.id != edition.registry.segments.last?.id {
      response.nextPageToken = page.last?.id ?? ""
    }
    return response
  }

  private static func segment(_ definition: SegmentDefinition, in edition: CatalogueEdition) -> Segment {
    Segment(
      definition, answerable: edition.answerable(definition).sorted { $0.rawValue < $1.rawValue },
      dataFreshness: edition.cutOff(of: definition).map(GoogleProtobufTimestamp.init(microseconds:)),
      simulated: edition.isSimulated(definition))
  }
}
