/// What may carry options.
enum OptionTarget: String {
  case file = "FILE", extensionRange = "EXTENSION_RANGE", message = "MESSAGE", field = "FIELD", oneof = "ONEOF"
  case enumeration = "ENUM", enumValue = "ENUM_ENTRY", service = "SERVICE", method = "METHOD"

  /// The options message of `descriptor.proto`.
  var optionsName: String {
    switch self {
    case .file: "google.protobuf.FileOptions"
    case .extensionRange: "google.protobuf.ExtensionRangeOptions"
    case .message: "google.protobuf.MessageOptions"
    case .field: "google.protobuf.FieldOptions"
    case .oneof: "google.protobuf.OneofOptions"
    case .enumeration: "google.protobuf.EnumOptions"
    case .enumValue: "google.protobuf.EnumValueOptions"
    case .service: "google.protobuf.ServiceOptions"
    case .method: "google.protobuf.MethodOptions"
    }
  }
}

extension OptionEncoder {
  /// Refuses a field where its own options say that it cannot be set: on what carries it, or in the file's dialect.
  func checkUse(of field: FieldDescriptor, at option: OptionSyntax) throws(Diagnostic) {
    let targets = field.options.written.filter { $0.text == "targets" }.compactMap(\.value.word)
    if !targets.isEmpty, !targets.contains("TARGET_TYPE_" + target.rawValue) {
      let allowed = targets.map { $0.dropFirst("TARGET_TYPE_".count).lowercased() }.joined(separator: ", ")
      throw failure(
        "\(field.name) cannot be set on a \(target.rawValue.lowercased()); allowed on: \(allowed)", at: option)
    }
    if field.name == "features", field.extendee == nil, case .message("google.protobuf.FeatureSet") = field.kind,
      edition.number < 1000
    {
      throw failure("features are part of editions; this file is \(edition.name)", at: option)
    }
    guard case .aggregate(let support)? = field.options.written.value("feature_support") else { return }
    if let first = number(of: support.value("edition_introduced")), edition.number < first {
      throw failure("\(field.name) begins with a later edition than \(edition.name)", at: option)
    }
    if let end = number(of: support.value("edition_removed")), edition.number >= end {
      throw failure("\(field.name) ended before edition \(edition.name)", at: option)
    }
  }

  private func number(of edition: OptionValue?) -> Int32? {
    let values = DescriptorSchema.types.enums["google.protobuf.Edition"]?.values
    return edition?.word.flatMap { word in values?.first { $0.name == word }?.number }
  }
}

extension Edition {
  /// The number that `descriptor.proto` gives it.
  var number: Int32 {
    switch self {
    case .proto2: 998
    case .proto3: 999
    case .edition("2023"): 1000
    case .edition: 1001
    }
  }

  /// The name as files say it.
  var name: String {
    switch self {
    case .proto2: "proto2"
    case .proto3: "proto3"
    case .edition(let year): year
    }
  }
}

extension OptionValue {
  /// The bare word that it is.
  var word: String? {
    if case .identifier(let word) = self { word } else { nil }
  }
}
