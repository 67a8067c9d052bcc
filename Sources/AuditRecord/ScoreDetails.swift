/// What the number of a group rests on that is made of scores or amounts: all that its limits follow from. Members that a number does not have
/// are left out.
public struct ScoreDetails: Codable, Sendable, Hashable {
  /// People whose scores the number counts.
  public var people: Int
  /// The fewest people of any set that a requirement asks for so many of: of an area, those with either outcome.
  public var smallest: Int
  /// People who add anything but 0 to a mean.
  public var contributing: Int?
  /// The score that a share counts people above.
  public var median: Double?
  /// The area under the curve: the group's positives against negatives.
  public var area: ScoreArea?
  /// Of an area across groups, that of everybody else's positives against the group's negatives.
  public var reverse: ScoreArea?
  /// The bins of a calibration error, in rising order of their scores.
  public var bins: [ScoreBin]?
  /// The square of a calibration error less what chance makes of it; it may be below 0.
  public var squareLessChance: Double?
  /// Of a distance, whether it is the largest gap between both distribution functions, else it is the area between them.
  public var largestGap: Bool?
  /// Of a distance, the group's own scores.
  public var own: ScoreSample?
  /// Of a distance, the scores of everybody else.
  public var others: ScoreSample?
  /// How far apart two scores can lie, where the plan says it.
  public var span: Double?
  /// Of a mean of amounts, how they are spread.
  public var moments: ScoreMoments?
  /// Of a median, what its limits follow from.
  public var blocks: ScoreBlocks?

  /// Counts people.
  public init(people: Int, smallest: Int? = nil, contributing: Int? = nil) {
    self.people = people
    self.smallest = smallest ?? people
    self.contributing = contributing
  }
}

/// An area under the ROC curve.
public struct ScoreArea: Codable, Sendable, Hashable {
  /// The area.
  public var value: Double
  /// Its variance by DeLong.
  public var variance: Double
  /// People with a positive outcome.
  public var positives: Int
  /// People with a negative outcome.
  public var negatives: Int

  /// States an area.
  public init(value: Double, variance: Double, positives: Int, negatives: Int) {
    self.value = value
    self.variance = variance
    self.positives = positives
    self.negatives = negatives
  }
}

/// People with scores near each other. Its ends are those of bins of everybody, never the scores of its own people.
public struct ScoreBin: Codable, Sendable, Hashable {
  /// The end of the bin before, which its scores lie above; left out of the first.
  public var above: Double?
  /// The end of the bin; left out of the last.
  public var upTo: Double?
  /// People.
  public var people: Int
  /// The mean of their scores.
  public var score: Double
  /// Those with a positive outcome.
  public var positives: Int
  /// The range of their share among the people, for this bin alone.
  public var interval: Interval?

  /// States a bin.
  public init(above: Double?, upTo: Double?, people: Int, score: Double, positives: Int) {
    self.above = above
    self.upTo = upTo
    self.people = people
    self.score = score
    self.positives = positives
  }
}

/// Scores of one side of a distance.
public struct ScoreSample: Codable, Sendable, Hashable {
  /// People.
  public var people: Int
  /// The mean of their scores.
  public var mean: Double
  /// The variance of that mean.
  public var variance: Double

  /// States a side.
  public init(people: Int, mean: Double, variance: Double) {
    self.people = people
    self.mean = mean
    self.variance = variance
  }
}

/// How the amounts, or what follows from them, that a mean is made of are spread.
public struct ScoreMoments: Codable, Sendable, Hashable {
  /// The mean.
  public var mean: Double
  /// The variance of that mean.
  public var variance: Double
  /// The skewness; left out of few people, and where all agree.
  public var skewness: Double?
  /// The degrees of freedom that the kurtosis leaves; left out as the skewness.
  public var degreesOfFreedom: Double?
  /// The least that one person can have; left out where the plan does not say it.
  public var least: Double?
  /// The most that one person can have; left out where the plan does not say it.
  public var most: Double?
  /// True where the number is the root of the mean; left out elsewhere.
  public var isRoot: Bool?

  /// States moments.
  public init(mean: Double, variance: Double, least: Double? = nil, most: Double? = nil) {
    self.mean = mean
    self.variance = variance
    self.least = least
    self.most = most
  }
}

/// Means of blocks of people around a median, in rising order of what they have: of at least five, so that none tells what a person has.
public struct ScoreBlocks: Codable, Sendable, Hashable {
  /// People in each block.
  public var size: Int
  /// The means below the middle, from the middle outwards.
  public var below: [Double]
  /// The same above the middle.
  public var above: [Double]

  /// States blocks.
  public init(size: Int, below: [Double], above: [Double]) {
    self.size = size
    self.below = below
    self.above = above
  }
}
