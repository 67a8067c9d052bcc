/// How the rows of decisions were sampled: what they weigh, which of them belong together, and from which strata they were drawn.
///
/// Members that later versions add are left out where there is nothing to say, as this one is from records without it.
package struct SamplingDescription: Codable, Sendable, Hashable {
  /// The column of weights; null where every row weighs the same.
  @OrNull package var weight: String?
  /// The column of strata that were sampled apart; null where there are none.
  @OrNull package var stratum: String?
  /// The column of primary sampling units, the people's ids where the plan names no other; null where each row is one.
  @OrNull package var cluster: String?
  /// True where a primary sampling unit is a person.
  package var isOfPeople: Bool
  /// What units are centred at whose stratum has no other.
  package var center: SamplingCenter
  /// Rows that were judged.
  package var rows: Int
  /// Primary sampling units.
  package var units: Int
  /// The most rows of one unit.
  package var largest: Int
  /// Strata; 1 without a column.
  package var strata: Int
  /// Strata with one unit.
  package var lonely: Int
  /// The sum of the weights; the rows where all weigh the same.
  package var total: Double
  /// The least weight.
  package var least: Double
  /// The largest weight.
  package var most: Double
  /// By how much weights alone widen what is known of everybody: n Σw²/(Σw)² [Kish1965].
  package var weighting: Double
  /// True where rows weigh the same and stand alone, so that numbers are those of an audit without these columns.
  package var changesNothing: Bool

  /// Describes a sample.
  package init(
    weight: String?, stratum: String?, cluster: String?, isOfPeople: Bool, center: SamplingCenter, rows: Int,
    units: Int,
    largest: Int, strata: Int, lonely: Int, total: Double, least: Double, most: Double, weighting: Double,
    changesNothing: Bool
  ) {
    self.weight = weight
    self.stratum = stratum
    self.cluster = cluster
    self.isOfPeople = isOfPeople
    self.center = center
    self.rows = rows
    self.units = units
    self.largest = largest
    self.strata = strata
    self.lonely = lonely
    self.total = total
    self.least = least
    self.most = most
    self.weighting = weighting
    self.changesNothing = changesNothing
  }

  /// Whether rows weigh differently.
  package var isWeighted: Bool { weight != nil && least < most }
  /// Whether units hold several rows.
  package var isClustered: Bool { largest > 1 }
}

/// What the units of a stratum are centred at that has no second one.
package enum SamplingCenter: String, Codable, Sendable, CaseIterable, Hashable {
  /// Their stratum: nothing is known of its variance, and numbers have no range.
  case stratum
  /// All units together.
  case grand
}

/// How well a sampled rate is known.
package struct EstimateSampling: Codable, Sendable, Hashable {
  /// The sum of the weights among which the rate is counted.
  package var weight: Double
  /// People who are counted: those who have a row among them where a primary sampling unit is a person, else the rows.
  package var people: Int
  /// Primary sampling units of those rows.
  package var units: Int
  /// The linearised standard error; null where it cannot be had.
  @OrNull package var standardError: Double?
  /// Its degrees of freedom.
  @OrNull package var degreesOfFreedom: Double?
  /// Independent people who would know the rate as well, at most the rows that are counted.
  @OrNull package var effective: Double?
  /// Rows ÷ ``effective``.
  @OrNull package var designEffect: Double?
  /// What of it weights alone explain: n Σw²/(Σw)² [Kish1965].
  package var weighting: Double
  /// Everybody outside the group; null where no requirement compares with them.
  @OrNull package var others: OthersSampling?

  /// States how well a rate is known.
  package init(
    weight: Double, people: Int, units: Int, standardError: Double?, degreesOfFreedom: Double?, effective: Double?,
    designEffect: Double?, weighting: Double, others: OthersSampling? = nil
  ) {
    self.weight = weight
    self.people = people
    self.units = units
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.effective = effective
    self.designEffect = designEffect
    self.weighting = weighting
    self.others = others
  }
}

extension EstimateSampling {
  /// Whether the rows that are counted weigh differently.
  package var isWeighted: Bool { weighting > 1 + 1e-9 }
}

/// The rate of everybody outside a group, and how it varies with that of the group.
package struct OthersSampling: Codable, Sendable, Hashable {
  /// Their weighted rate; null where nobody is counted.
  @OrNull package var value: Double?
  /// Their rows.
  package var rows: Int
  /// The sum of their weights.
  package var weight: Double
  /// As of the group.
  @OrNull package var effective: Double?
  /// As of the group.
  @OrNull package var degreesOfFreedom: Double?
  /// The covariance of both rates.
  package var covariance: Double

  /// States the rate.
  package init(
    value: Double?, rows: Int, weight: Double, effective: Double?, degreesOfFreedom: Double?, covariance: Double
  ) {
    self.value = value
    self.rows = rows
    self.weight = weight
    self.effective = effective
    self.degreesOfFreedom = degreesOfFreedom
    self.covariance = covariance
  }
}
