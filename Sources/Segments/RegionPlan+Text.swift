import Population

extension RegionPlan {
  private static let format = "plan 1"

  /// The plan as a file declares it: lines `name=value`, which an operator may edit.
  package var text: String {
    let lines = [
      Self.format, "region=\(region)", "time_zone=\(timeZone)", "cells=\(division)",
      "clusters=\(clusters.map(\.name).joined(separator: ","))", "unknown=\(countsUnknown ? "yes" : "no")",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a declared plan; empty lines and those that begin with `#` do not count.
  /// - Throws: `RegistryError.plan` with the line and what is allowed there, and the errors of
  ///   `init(region:timeZone:division:clusters:countsUnknown:)`.
  package init(text: String) throws(RegistryError) {
    var lines = text.split(whereSeparator: \.isNewline).map(String.init)[...]
    lines.removeAll { $0.hasPrefix("#") }
    guard let first = lines.popFirst(), first == Self.format else {
      throw .plan(line: lines.first ?? "", allowed: "\(Self.format) first")
    }
    var values: [String: String] = [:]
    let names = ["region", "time_zone", "cells", "clusters", "unknown"]
    for line in lines {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, names.contains(parts[0]), values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw .plan(line: line, allowed: "each of \(names.joined(separator: ", ")) once, with =")
      }
    }
    func value<Value>(_ name: String, _ allowed: String, _ read: (String) -> Value?) throws(RegistryError) -> Value {
      let text = values[name] ?? ""
      guard let value = read(text) else { throw .plan(line: "\(name)=\(text)", allowed: allowed) }
      return value
    }
    let division = try value("cells", "region, cluster or age_cluster:20-25,25-30", Division.init)
    let clusters = try value("clusters", InterestCluster.allowedNames) { text in
      let named = text.split(separator: ",").map { InterestCluster(name: String($0)) }
      return named.contains(nil) ? nil : named.compactMap { $0 }
    }
    let countsUnknown = try value("unknown", "yes or no") { ["yes": true, "no": false][$0] }
    try self.init(
      region: values["region"] ?? "", timeZone: values["time_zone"] ?? "", division: division, clusters: clusters,
      countsUnknown: countsUnknown)
  }
}
