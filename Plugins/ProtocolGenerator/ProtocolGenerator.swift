import Foundation
import PackagePlugin

/// Runs protogen for every target that has a `protogen.json`, as a build command with its inputs and outputs declared.
@main
struct ProtocolGenerator: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    let config = target.directoryURL.appending(path: "protogen.json")
    guard FileManager.default.fileExists(atPath: config.path) else { return [] }
    let configuration = try JSONDecoder().decode(TargetConfiguration.self, from: Data(contentsOf: config))
    let root = SchemaFolder(url: target.directoryURL.appending(path: configuration.protoPath).resolvingSymlinksInPath())
    let output = context.pluginWorkDirectoryURL
    let names = configuration.outputs(of: root.paths)
    guard !names.isEmpty else {
      Diagnostics.error("\(config.path): no file under \(root.url.path) matches its files")
      return []
    }
    let module = (target as? any SourceModuleTarget)?.moduleName ?? target.name
    let bases = [configuration.openapi].compactMap { $0 }.map { target.directoryURL.appending(path: $0) }
    return [
      .buildCommand(
        displayName: "Generating \(names.count) files of \(module) from their schema",
        executable: try context.tool(named: "protogen").url,
        arguments: [
          "--config", config.path, "--target-dir", target.directoryURL.path, "--out", output.path, "--module", module,
        ],
        inputFiles: [config] + bases + root.files,
        outputFiles: names.map { output.appending(path: $0) })
    ]
  }
}
