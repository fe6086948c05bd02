import Foundation

/// Whether what takes long is tried too: `make soak` says so.
enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["SPOTS_SOAK"] != nil
}
