package import Privacy
import Cryptography
import Answers
import Measures
import Releases

/// A name for every public number that decides what is released and what is said of it.
package enum PolicyVersion {
  /// First 16 hex digits of SHA-256 over the policy, the dimensions' ranges and the versions of the tables.
  package static func hash(of policy: PrivacyPolicy) -> String {
    let text = [
      policy.canonicalText, DimensionPolicy.default.text, DerivedCoefficients.standard.canonicalText,
      ReleaseRun.statisticVersion,
    ]
    .joined(separator: "\n")
    return String(Hexadecimal.encode(SHA256.digest(Array(text.utf8))).prefix(16))
  }
}
