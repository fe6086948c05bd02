extension TargetConfiguration {
  /// Names of the generated files for those schema files that the patterns choose.
  func outputs(of paths: [String]) -> [String] {
    let chosen = PathPattern.chosen(of: paths, by: files, skipping: skip ?? [])
    return chosen.filter { wellKnownTypes == true || !OutputName.wellKnownTypes.contains($0) }.flatMap { path in
      (messages ?? true ? OutputName.messages(of: path, parts: parts ?? 1) : [])
        + (hasStubs(path) ? [OutputName.services(of: path)] : [])
    } + (openapi == nil ? [] : [OutputName.openAPI])
  }

  private func hasStubs(_ path: String) -> Bool {
    services ?? false && !(skipServices ?? []).contains { PathPattern.matches(path[...], $0[...]) }
  }
}
