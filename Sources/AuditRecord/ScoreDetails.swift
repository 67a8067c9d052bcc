/// What the number of a group rests on that is made of scores or amounts: all that its limits follow from. Members that a number does not have
/// are left out.
package struct ScoreDetails: Codable, Sendable, Hashable {
  /// People whose scores the number counts.
  package var people: Int
  /// The fewest people of any set that a requirement asks for so many of: of an area, those with either outcome.
  package var smallest: Int
  /// People who add anything but 0 to a mean.
  package var contributing: Int?
  /// The score that a share counts people above.
  package var median: Double?
  /// The area under the curve: the group's positives against negatives.
  package var area: ScoreArea?
  /// Of an area across groups, that of everybody else's positives against the group's negatives.
  package var reverse: ScoreArea?
  /// The bins of a calibration error, in rising order of their scores.
  package var bins: [ScoreBin]?
  /// The square of a calibration error less what chance makes of it; it may be below 0.
  package var squareLessChance: Double?
  /// Of a distance, whether it is the largest gap between both distribution functions, else it is the area between them.
  package var largestGap: Bool?
  /// Of a distance, the group's own scores.
  package var own: ScoreSample?
  /// Of a distance, the scores of everybody else.
  package var others: ScoreSample?
  /// How far apart two scores can lie, where the plan says it.
  package var span: Double?
  /// Of a mean of amounts, how they are spread.
  package var moments: ScoreMoments?
  /// Of a median, what its limits follow from.
  package var blocks: ScoreBlocks?

  /// Counts people.
  package init(people: Int, smallest: Int? = nil, contributing: Int? = nil) {
    self.people = people
    self.smallest = smallest ?? people
    self.contributing = contributing
  }
}

/// An area under the ROC curve.
package struct ScoreArea: Codable, Sendable, Hashable {
  /// The area.
  package var value: Double
  /// Its variance by DeLong.
  package var variance: Double
  /// People with a positive outcome.
  package var positives: Int
  /// People with a negative outcome.
  package var negatives: Int

  /// States an area.
  package init(value: Double, variance: Double, positives: Int, negatives: Int) {
    self.value = value
    self.variance = variance
    self.positives = positives
    self.negatives = negatives
  }
}

/// People with scores near each other. Its ends are those of bins of everybody, never the scores of its own people.
package struct ScoreBin: Codable, Sendable, Hashable {
  /// The end of the bin before, which its scores lie above; left out of the first.
  package var above: Double?
  /// The end of the bin; left out of the last.
  package var upTo: Double?
  /// People.
  package var people: Int
  /// The mean of their scores.
  package var score: Double
  /// Those with a positive outcome.
  package var positives: Int
  /// The range of their share among the people, for this bin alone.
  package var interval: Interval?

  /// States a bin.
  package init(above: Double?, upTo: Double?, people: Int, score: Double, positives: Int) {
    self.above = above
    self.upTo = upTo
    self.people = people
    self.score = score
    self.positives = positives
  }
}

/// Scores of one side of a distance.
package struct ScoreSample: Codable, Sendable, Hashable {
  /// People.
  package var people: Int
  /// The mean of their scores.
  package var mean: Double
  /// The variance of that mean.
  package var variance: Double

  /// States a side.
  package init(people: Int, mean: Double, variance: Double) {
    self.people = people
    self.mean = mean
    self.variance = variance
  }
}

/// How the amounts, or what follows from them, that a mean is made of are spread.
package struct ScoreMoments: Codable, Sendable, Hashable {
  /// The mean.
  package var mean: Double
  /// The variance of that mean.
  package var variance: Double
  /// The skewness; left out of few people, and where all agree.
  package var skewness: Double?
  /// The degrees of freedom that the kurtosis leaves; left out as the skewness.
  package var degreesOfFreedom: Double?
  /// The least that one person can have; left out where the plan does not say it.
  package var least: Double?
  /// The most that one person can have; left out where the plan does not say it.
  package var most: Double?
  /// True where the number is the root of the mean; left out elsewhere.
  package var isRoot: Bool?

  /// States moments.
  package init(mean: Double, variance: Double, least: Double? = nil, most: Double? = nil) {
    self.mean = mean
    self.variance = variance
    self.least = least
    self.most = most
  }
}

/// Means of blocks of people around a median, in rising order of what they have: of at least five, so that none tells what a person has.
package struct ScoreBlocks: Codable, Sendable, Hashable {
  /// People in each block.
  package var size: Int
  /// The means below the middle, from the middle outwards.
  package var below: [Double]
  /// The same above the middle.
  package var above: [Double]

  /// States blocks.
  package init(size: Int, below: [Double], above: [Double]) {
    self.size = size
    self.below = below
    self.above = above
  }
}
