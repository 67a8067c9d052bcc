/// The side of a claim that statements about power speak of: its limit, and the direction in which a number satisfies it.
///
/// A claim with two sides is read on its lower one; a gap of at most t reads: not lower by more than t.
public struct Demand: Sendable, Hashable {
  /// The limit, signed.
  public let limit: Double
  /// Where numbers lie that satisfy it.
  public let direction: MinimumDetectable.Direction
  /// True when the claim bounds a difference in both directions.
  public let isGap: Bool
  /// The other limit, where a number that is shown to meet this one is asked to meet it too.
  public let opposite: Double?

  /// States a side.
  public init(
    limit: Double, direction: MinimumDetectable.Direction, isGap: Bool = false, opposite: Double? = nil
  ) {
    self.opposite = opposite
    self.limit = limit
    self.direction = direction
    self.isGap = isGap
  }

  /// The side of `claim`; without a comparison it is about a value.
  public init(_ claim: FamilyVerdict.Claim, comparison: PairComparison?) {
    switch claim {
    case .atLeast(let limit): self.init(limit: limit, direction: .atLeast)
    case .atMost(let limit):
      let isGap = comparison == .difference
      self.init(limit: isGap ? -limit : limit, direction: isGap ? .atLeast : .atMost, isGap: isGap)
    case .between(let low, _): self.init(limit: low, direction: .atLeast)
    }
  }

  /// A gap read on its upper side.
  public var mirrored: Demand { isGap ? Demand(limit: -limit, direction: .atMost, isGap: true) : self }
}

/// A question to evidence: for which true numbers would it have given an answer, with a given power?
public struct DetectableQuestion: Sendable {
  /// What the number is, and what an answer takes.
  public enum Scope: Sendable, Hashable {
    /// A group's value itself, which lies in this range.
    case value(ClosedRange<Double>)
    /// A group against what it is compared with; `members` are all eligible groups, those with the fewest trials first.
    /// Where the data choose the reference group, "met" needs the comparison with every other member.
    case group(FamilyVerdict.Reference, members: [Int])
    /// The pair that differs most, or that with the group at `reference`. "Met" needs every pair, `comparisons` of them.
    case worstPair(reference: Int?, comparisons: Int)
  }

  /// What the number is.
  public let scope: Scope
  /// Ratio or difference; nil for a value.
  public let comparison: PairComparison?
  /// The group.
  public let group: Int
  /// What it is compared with; a value is compared with nothing.
  public let rival: Rival
  /// The side of the claim.
  public let demand: Demand
  /// The critical values that decide.
  public let critical: CriticalValues
  /// The chance of an answer.
  public let power: Double

  /// Asks.
  public init(
    _ scope: Scope, comparison: PairComparison?, of group: Int, against rival: Rival = .constant(0), demand: Demand,
    critical: CriticalValues, power: Double
  ) {
    self.scope = scope
    self.comparison = comparison
    self.group = group
    self.rival = rival
    self.demand = demand
    self.critical = critical
    self.power = power
  }

  /// True where the data choose the reference group.
  var isChosenByData: Bool {
    if case .group(let reference, _) = scope { reference == .highest || reference == .lowest } else { false }
  }

  /// How many comparisons must all be shown to meet the demand.
  var comparisons: Int {
    switch scope {
    case .value: 1
    case .group(_, let members): isChosenByData ? max(1, members.count - 1) : 1
    case .worstPair(_, let comparisons): max(1, comparisons)
    }
  }

  /// An answer without the values that the number cannot take: none lies above the highest or below the lowest, and past
  /// equality the other side of a gap is the nearer one.
  func possible(_ found: MinimumDetectable, _ direction: MinimumDetectable.Direction) -> MinimumDetectable {
    var found = found
    if demand.isGap, !isChosenByData, let met = found.shownMet, direction == .atLeast ? met > 0 : met < 0 {
      found = MinimumDetectable(shownMet: nil, shownNotMet: found.shownNotMet)
    }
    let ideal: Double = comparison == .ratio ? 1 : 0
    func kept(_ value: Double?) -> Double? {
      guard let value else { return nil }
      switch scope {
      case .value(let range): return range.contains(value) ? value : nil
      case .group(.highest, _): return value <= ideal ? value : nil
      case .group(.lowest, _): return value >= ideal ? value : nil
      case .group, .worstPair: return value
      }
    }
    return MinimumDetectable(shownMet: kept(found.shownMet), shownNotMet: kept(found.shownNotMet))
  }
}
