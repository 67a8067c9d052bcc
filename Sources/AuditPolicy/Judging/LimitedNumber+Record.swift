package import AuditRecord
package import AuditStatistics

extension ScoreDetails {
  /// Whether a number has limits of its own.
  var isLimited: Bool { area != nil || bins != nil || own != nil || moments != nil || blocks != nil }
}

extension AreaUnderCurve {
  /// A stored area; nil where it is none.
  package init?(_ stored: ScoreArea) {
    self.init(
      value: stored.value, variance: stored.variance, positives: Double(stored.positives),
      negatives: Double(stored.negatives))
  }
}

extension CalibrationBins {
  /// Stored bins; nil without any, and where one is none.
  package init?(_ stored: ScoreDetails) {
    let bins = (stored.bins ?? []).compactMap {
      CalibrationBin(people: Double($0.people), score: $0.score, positives: Double($0.positives))
    }
    guard bins.count == stored.bins?.count else { return nil }
    self.init(bins)
  }
}

extension SkewedMean {
  /// A stored mean; nil where there is none, or it is none that a reader could have found.
  package init?(_ stored: ScoreDetails) {
    guard let moments = stored.moments else { return nil }
    var shape: Shape?
    if let skewness = moments.skewness, let degrees = moments.degreesOfFreedom {
      guard let found = Shape(skewness: skewness, degreesOfFreedom: degrees) else { return nil }
      shape = found
    }
    self.init(
      mean: moments.mean, variance: moments.variance, people: stored.people, shape: shape, least: moments.least,
      most: moments.most, isRoot: moments.isRoot ?? false)
  }
}

extension BlockedMedian {
  /// A stored median; nil where there is none, or it is none that a reader could have found.
  package init?(_ stored: ScoreDetails, value: Double) {
    guard let blocks = stored.blocks else { return nil }
    self.init(value: value, people: stored.people, size: blocks.size, below: blocks.below, above: blocks.above)
  }
}

extension LimitedNumber {
  /// What a record holds of a number of scores; nil where that is not one.
  ///
  /// - Parameter value: The number, which for a distance does not follow from the rest.
  init?(_ stored: ScoreDetails, value: Double?) {
    if let area = stored.area.flatMap(AreaUnderCurve.init) {
      self = .area(area)
    } else if let bins = CalibrationBins(stored) {
      self = .calibration(bins)
    } else if let value, let own = stored.own, let others = stored.others,
      let distance = ScoreDistance(
        stored.largestGap == true ? .largestGap : .area, value: value, own: ScoreDistance.Sample(own),
        other: ScoreDistance.Sample(others), span: stored.span)
    {
      self = .distance(distance)
    } else if let mean = SkewedMean(stored) {
      self = .mean(mean)
    } else if let value, let median = BlockedMedian(stored, value: value) {
      self = .median(median)
    } else {
      return nil
    }
  }
}

extension ScoreDistance.Sample {
  fileprivate init(_ stored: ScoreSample) {
    self.init(people: Double(stored.people), mean: stored.mean, variance: stored.variance)
  }
}
