import EnrichmentSchema
import Privacy

/// Averages a cell's release with those before it; post-processing, so it costs no budget.
///
/// A release keeps the average that it leads to, its variance and its age, so that the next one needs no other.
struct ReleaseSmoothing: Sendable {
  private let smoothing: Smoothing
  private let period: Double

  /// The longest gap between two releases that are averaged, in daily periods: after a longer one the average begins
  /// anew.
  static let longestGap = 8.0

  /// The smoothing of a policy.
  init(_ policy: PrivacyPolicy) {
    smoothing = policy.smoothing
    period = Double(policy.periodHours) * 3_600_000_000
  }

  /// Adds the smoothed sums to the statistics that a release has so far.
  ///
  /// They begin anew when there is no release before, or it is not earlier, too old, or of another policy, version or
  /// shape.
  func apply(to release: inout SegmentRelease, after previous: SegmentRelease?) {
    guard smoothing != .none else { return }
    let gap = previous.map { Double(release.cutOffUs - $0.cutOffUs) / period } ?? 0
    let before = previous.flatMap { gap > 0 && gap <= Self.longestGap && continues($0, release) ? $0 : nil }
    for index in release.statistics.indices {
      let earlier = before?.statistics.first { $0.name == release.statistics[index].name }
      smooth(&release.statistics[index], after: earlier)
    }
    release.smoothingAge = smoothing.meanAge(previous: before?.smoothingAge, gap: gap)
  }

  private func continues(_ previous: SegmentRelease, _ release: SegmentRelease) -> Bool {
    previous.policyVersion == release.policyVersion && previous.statisticVersion == release.statisticVersion
      && previous.cellID == release.cellID
      && release.statistics.allSatisfy { statistic in
        previous.statistics.contains {
          $0.name == statistic.name && $0.smoothedSums.count == statistic.sums.count
            && $0.coordinates == statistic.coordinates
        }
      }
  }

  private func smooth(_ statistic: inout NoisyStatistic, after earlier: NoisyStatistic?) {
    statistic.smoothedSums = statistic.sums.enumerated().map { index, sum in
      smoothing.average(newest: Double(sum), previous: earlier?.smoothedSums[index])
    }
    let factor = earlier.map { $0.smoothedSigma2 / $0.drawnVariance }
    statistic.smoothedSigma2 = statistic.drawnVariance * smoothing.varianceFactor(previous: factor)
  }
}
