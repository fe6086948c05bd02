package import EnrichmentSchema
import Population
package import Segments
import WireFormat

/// The release that keys of the sandbox are answered from: a simulated San Francisco, drawn once by the simulator and the
/// code that draws every release, and shipped.
///
/// Nobody is behind it, so that its noise may be known. `make sandbox-release` draws it anew.
package struct SandboxRelease: Sendable {
  /// The region.
  package static let region = "san_francisco"
  /// Its time zone.
  package static let timeZone = "America/Los_Angeles"
  /// Lower ends of its age bands.
  package static let ages = [20, 25, 30, 35]
  /// Identity of the run.
  package static let releaseID = "rel_sandbox"
  /// Its cut-off, 2025-12-01T00:00:00Z, in microseconds since 1970 UTC.
  package static let cutOff: Int64 = 1_764_547_200_000_000
  /// Its epoch.
  package static let epoch: Int64 = 1

  /// The releases of its cells, and of its network.
  package let cells: [SegmentRelease]
  /// What its zones adopt.
  package let affinity: AffinityRelease

  /// A release.
  package init(cells: [SegmentRelease], affinity: AffinityRelease) { (self.cells, self.affinity) = (cells, affinity) }

  /// Reads the release that is shipped.
  ///
  /// - Throws: `JSONDecodingError` never for what is shipped: a test reads it.
  package init() throws {
    cells = try SandboxData.cells.map { try SegmentRelease(jsonString: $0) }
    affinity = try AffinityRelease(jsonString: SandboxData.affinity)
  }

  /// The segments that can be asked for: those of a region of four age bands, whose unbroken runs are called as the
  /// printed example is, `tech_enthusiasts_25_35_sf`.
  ///
  /// - Throws: `RegistryError` never for this plan.
  package static func segments() throws(RegistryError) -> [SegmentDefinition] {
    let bands = ages.compactMap { AgeRange(from: $0, to: $0 + 5) }
    let plan = try RegionPlan(
      region: region, timeZone: timeZone, division: .ageCluster(bands: bands), countsUnknown: false)
    return plan.segments(parent: nil).map { segment in
      guard let range = segment.ageRange, segment.interestCluster == nil else { return segment }
      return SegmentDefinition(
        id: "tech_enthusiasts_\(range.from)_\(range.to)_sf", region: region, timeZone: timeZone, ageRange: range,
        cellIDs: segment.cellIDs, extent: segment.extent, parentID: segment.parentID)
    }
  }
}

extension SandboxRelease {
  /// Widest line of the source.
  private static let width = 116

  /// The release as the source that ships it: JSON in raw text, broken behind commas, since a table of bytes takes the
  /// compiler the better part of a minute.
  ///
  /// - Throws: `JSONEncodingError` never for a release: it holds no `Any`.
  package func source() throws -> String {
    let literals = try cells.map { Self.literal(try $0.jsonString()) }
    let affinity = Self.literal(try affinity.jsonString())
    return """
      /// The sandbox's release, in the JSON of `spots.store.v1`. Written by `make sandbox-release`; not to be changed by hand.
      enum SandboxData {
        /// A `SegmentRelease` for each base cell, and one for the network.
        static let cells: [String] = [
      \(literals.joined(separator: ",\n")),
        ]

        /// The `AffinityRelease`.
        static let affinity: String =
      \(affinity)
      }

      """
  }

  private static func literal(_ json: String) -> String {
    var lines: [Substring] = []
    var rest = json[...]
    while rest.count > width {
      let end = rest.prefix(width).lastIndex(of: ",") ?? rest.firstIndex(of: ",") ?? rest.index(before: rest.endIndex)
      lines.append(rest[...end])
      rest = rest[rest.index(after: end)...]
    }
    lines.append(rest)
    return (["#\"\"\""] + lines.map(String.init) + ["\"\"\"#"]).map { "    \($0)" }.joined(separator: "\n")
  }
}
