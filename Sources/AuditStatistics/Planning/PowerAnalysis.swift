import AuditNumerics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an audit would have said, found by playing its own rule on tables drawn from true rates.
///
/// Each group owns one uniform number in each table, whatever the truth is, so that two truths are compared by the same
/// draws, and the chance of a decision rises and falls with the truth without noise between neighbours.
public struct PowerAnalysis: Sendable {
  /// The people of each group [groups].
  public let trials: [Int]
  /// How many tables are drawn.
  public let count: Int
  /// [tables × groups]
  private let uniforms: [Double]
  /// The same as quantiles of the normal distribution, where some group is so large that they are asked for; else empty.
  private let deviates: [Double]

  /// Tables for groups of these sizes; seed and stream determine every number.
  public init(trials: [Int], tables: Int = 2_000, seed: UInt64, stream: UInt64) {
    precondition(tables > 0 && trials.allSatisfy { $0 >= 0 }, "tables of people")
    self.trials = trials
    count = tables
    uniforms = (0..<tables).flatMap { table -> [Double] in
      var stream = CounterStream(seed: seed, stream: stream, replicate: UInt64(table))
      return trials.map { _ in stream.uniform() }
    }
    deviates = trials.contains(where: BinomialQuantiles.mayBeNormal) ? uniforms.map(Normal.quantile) : []
  }

  /// Drawn tables, of which some groups may be drawn anew.
  public struct Tables: Sendable {
    let rows: [Proportion]
    let groups: Int

    /// How many there are.
    var count: Int { groups == 0 ? 0 : rows.count / groups }

    fileprivate subscript(table: Int) -> [Proportion] { Array(rows[(table * groups)..<((table + 1) * groups)]) }

    /// The counts of a group in a table.
    subscript(table: Int, group: Int) -> Proportion { rows[table * groups + group] }
  }

  /// The tables at true rates [groups].
  public func tables(_ rates: [Double]) -> Tables {
    precondition(rates.count == trials.count, "one rate a group")
    let quantiles = zip(trials, rates).map { BinomialQuantiles(trials: $0, probability: $1) }
    var rows: [Proportion] = []
    rows.reserveCapacity(uniforms.count)
    for table in 0..<count {
      for group in trials.indices { rows.append(draw(quantiles[group], group, table)) }
    }
    return Tables(rows: rows, groups: trials.count)
  }

  private func draw(_ quantiles: BinomialQuantiles, _ group: Int, _ table: Int, trials: Int? = nil) -> Proportion {
    Proportion(
      successes: successes(quantiles, group, table), trials: Double(trials ?? self.trials[group]))
  }

  private func successes(_ quantiles: BinomialQuantiles, _ group: Int, _ table: Int) -> Double {
    let place = table * trials.count + group
    return deviates.isEmpty
      ? quantiles.quantile(uniforms[place]) : quantiles.quantile(uniforms[place], deviate: deviates[place])
  }

  // MARK: chances

  /// Which of the tables a rule shows as met for everybody [tables].
  package func allMet(_ rule: some PlayedRule, in tables: Tables) -> [Bool] {
    allMet(rule, in: tables, trials.indices.map { accepted(.met, rule, of: $0, in: tables) })
  }

  /// The counts of a group at which a rule shows a decision, the others being as they are in these tables; nil where that is
  /// found by playing alone.
  package func accepted(
    _ decision: FamilyVerdict.Decision, _ rule: some PlayedRule, of group: Int, in tables: Tables
  ) -> [AcceptedCounts]? {
    rule.search(decision, of: group, trials: trials[group], sizes: trials)?.counts(in: tables)
  }

  /// The same, with the counts that show each group as met [groups].
  package func allMet(_ rule: some PlayedRule, in tables: Tables, _ accepted: [[AcceptedCounts]?]) -> [Bool] {
    var found: [Bool] = []
    found.reserveCapacity(count)
    for table in 0..<count {
      guard let asked = rule.asked(in: tables[table]), asked.allSatisfy({ accepted[$0] != nil }) else { break }
      found.append(
        asked.allSatisfy { accepted[$0]?[table].contains(Int(tables[table, $0].successes)) ?? false })
    }
    return found.count == count ? found : map(tables) { rule.showsAllMet(in: $0) }
  }

  /// What is said of each table, in portions that are worth a thread.
  private func map<Answer: Sendable>(_ tables: Tables, _ answer: @Sendable ([Proportion]) -> Answer) -> [Answer] {
    let portion = 125
    return Parallel.map((count + portion - 1) / portion) { number in
      Parallel.$threads.withValue(1) {
        ((number * portion)..<min((number + 1) * portion, count)).map { answer(tables[$0]) }
      }
    }.flatMap { $0 }
  }

  /// The chances of the three decisions about a group.
  public struct Chances: Sendable, Hashable {
    /// Met.
    public let met: Double
    /// Not met.
    public let notMet: Double
    /// Neither.
    public var cannotTell: Double { max(0, 1 - met - notMet) }
  }

  /// The chances of decisions about `group`.
  package func chances(_ rule: some PlayedRule, of group: Int, in tables: Tables) -> Chances {
    let decisions: [Int]
    if let met = accepted(.met, rule, of: group, in: tables),
      let notMet = accepted(.notMet, rule, of: group, in: tables)
    {
      decisions = (0..<count).map { table in
        let own = Int(tables[table, group].successes)
        return met[table].contains(own) ? 1 : notMet[table].contains(own) ? -1 : 0
      }
    } else {
      decisions = map(tables) { row in
        rule.shows(.met, of: group, in: row) ? 1 : rule.shows(.notMet, of: group, in: row) ? -1 : 0
      }
    }
    return Chances(
      met: Double(decisions.count { $0 > 0 }) / Double(count),
      notMet: Double(decisions.count { $0 < 0 }) / Double(count))
  }

  // MARK: the value from which on a decision is reached

  /// True values on the way from a threshold to where a decision is easiest: thousandths, and the end itself.
  public struct Path: Sendable, Hashable {
    /// Where it starts.
    public let start: Double
    private let end: Double
    private let direction: Double
    private let thousandths: Double
    /// How many values there are.
    let count: Int

    /// The way from `start` to `end`; the value at `start` itself is the first.
    public init(from start: Double, to end: Double) {
      (self.start, self.end) = (start, end)
      direction = end < start ? -1 : 1
      thousandths = (start * 1_000 - direction * 1e-6).rounded(direction > 0 ? .up : .down)
      count = Int(min(1e9, max(0, direction * (end * 1_000 - thousandths)).rounded(.down))) + 2
    }

    /// A value on the way; the last one is the end.
    func value(_ index: Int) -> Double {
      let value = (thousandths + direction * Double(index)) / 1_000
      return index >= count - 1 || direction * (value - end) > 0 ? end : value
    }
  }

  /// A group whose true rate follows from the value that is asked for.
  public struct Moved: Sendable {
    /// The group.
    public let group: Int
    /// Its rate at a value.
    public let rate: @Sendable (Double) -> Double

    /// A group that moves.
    public init(_ group: Int, rate: @escaping @Sendable (Double) -> Double) { (self.group, self.rate) = (group, rate) }
  }

  /// The value nearest to the start of a path at which a decision about `group` has the power, to a thousandth; nil where
  /// it has not at the end.
  ///
  /// - Parameters:
  ///   - tables: The tables of those who do not move.
  ///   - among: The tables that count [tables]; in the others the decision is not reached.
  ///   - accepted: The counts of the group at which the rule shows the decision in these tables, where they are known.
  package func nearest(
    _ decision: FamilyVerdict.Decision, _ rule: some PlayedRule, of group: Int, moving: [Moved], in tables: Tables,
    along path: Path, power: Double, among: [Bool]? = nil, accepted: [AcceptedCounts]? = nil
  ) -> Double? {
    let candidates = (0..<count).filter { among?[$0] ?? true }
    if let accepted, moving.count == 1, moving[0].group == group {
      return first(of: path.count, among: candidates, power: power) { index in
        let quantiles = BinomialQuantiles(trials: trials[group], probability: moving[0].rate(path.value(index)))
        return { table in accepted[table].contains(Int(successes(quantiles, group, table))) }
      }.map(path.value)
    }
    return first(of: path.count, among: candidates, power: power) { index in
      let value = path.value(index)
      let drawn = moving.map { moved in
        (moved.group, BinomialQuantiles(trials: trials[moved.group], probability: moved.rate(value)))
      }
      return { table in
        var row = tables[table]
        for (moved, quantiles) in drawn { row[moved] = draw(quantiles, moved, table) }
        return rule.shows(decision, of: group, in: row)
      }
    }.map(path.value)
  }

  /// How many more people in one group give "met" the power, to two per cent; nil where no number below `most` times its
  /// people does, and where one person does, since "met" then has the power already.
  ///
  /// - Parameter rate: The group's true rate.
  package func morePeople(
    _ rule: some PlayedRule, for group: Int, rate: Double, in tables: Tables, power: Double, most: Int = 100
  ) -> Int? {
    let base = 1.02
    let last = trials[group].multipliedReportingOverflow(by: most)
    guard trials[group] > 0, !last.overflow, last.partialValue < 1 << 50 else { return nil }
    let steps = Int((log(Double(last.partialValue)) / log(base)).rounded(.down))
    func people(_ index: Int) -> Int { Int(pow(base, Double(index)).rounded(.up)) }
    return first(of: steps + 1, among: Array(0..<count), power: power) { index in
      let size = trials[group] + people(index)
      let quantiles = BinomialQuantiles(trials: size, probability: rate)
      if let search = rule.search(.met, of: group, trials: size, sizes: trials) {
        let accepted = search.counts(in: tables)
        return { table in accepted[table].contains(Int(successes(quantiles, group, table))) }
      }
      return { table in
        var row = tables[table]
        row[group] = draw(quantiles, group, table, trials: size)
        return rule.shows(.met, of: group, in: row)
      }
    }.flatMap { $0 > 0 ? people($0) : nil }
  }

  /// How many people every group must have, all as many, for the power; nil where no number up to `most` does.
  ///
  /// - Parameters:
  ///   - group: The group that a decision is asked of; nil asks for "met" of all groups.
  ///   - rates: The true rates [groups].
  ///   - least: The number to start from.
  ///   - rule: The rule for groups of so many people.
  package func peopleNeeded(
    for decision: FamilyVerdict.Decision, of group: Int?, rates: [Double], power: Double, from least: Int, most: Int,
    _ rule: (Int) -> any PlayedRule
  ) -> Int? {
    precondition(
      least > 0 && least <= most && rates.count == trials.count, "numbers of people from the least to the most")
    let base = 1.02
    let steps = Int((log(Double(most) / Double(least)) / log(base)).rounded(.down))
    func people(_ index: Int) -> Int { min(most, Int((Double(least) * pow(base, Double(index))).rounded(.up))) }
    return first(of: steps + 1, among: Array(0..<count), power: power) { index in
      let size = people(index)
      let rule = rule(size)
      let quantiles = rates.map { BinomialQuantiles(trials: size, probability: $0) }
      return { table in
        let row = rates.indices.map { draw(quantiles[$0], $0, table, trials: size) }
        return group.map { rule.shows(decision, of: $0, in: row) } ?? rule.showsAllMet(in: row)
      }
    }.map(people)
  }

  /// The first of `steps` truths at which enough tables hit; a table that hits at one truth is taken to hit at those behind
  /// it, so that each is looked at only while its answer is open.
  private func first(
    of steps: Int, among candidates: [Int], power: Double, _ truth: (Int) -> (Int) -> Bool
  ) -> Int? {
    let needed = Int((power * Double(count) - 1e-9).rounded(.up))
    guard steps > 0, candidates.count >= needed else { return nil }
    // A few tables say where to look, and whether to look at all: half of what is needed is six standard errors away.
    let sample = Array(candidates.prefix(PowerAnalysis.few))
    let share = Double(needed) / Double(candidates.count)
    let last = truth(steps - 1)
    guard Double(sample.count(where: last)) >= (share - 0.3) * Double(sample.count) else { return nil }
    var few = Search(open: sample, steps: steps)
    let guess = few.run(from: steps / 2, step: steps, needed: Int((share * Double(sample.count)).rounded(.up)), truth)
    // From the nearer side: there few tables are left open.
    let step = max(1, min(16, steps / 64))
    var search = Search(open: candidates, steps: steps)
    return search.run(from: guess.map { max(0, $0 - step) } ?? steps - 1, step: step, needed: needed, truth)
  }

  /// Tables that are looked at first.
  private static let few = 96

  private struct Search {
    /// Tables that may hit between the nearest truth that is too near and the furthest that is far enough.
    var open: [Int]
    let steps: Int
    /// Tables that hit already where it is too near.
    private var sure = 0

    init(open: [Int], steps: Int) { (self.open, self.steps) = (open, steps) }

    mutating func run(from start: Int, step: Int, needed: Int, _ truth: (Int) -> (Int) -> Bool) -> Int? {
      var (short, enough): (Int, Int?) = (-1, nil)
      var (next, step) = (min(max(start, 0), steps - 1), max(1, step))
      while true {
        if probe(next, needed: needed, truth) { enough = next } else { short = next }
        if let enough {
          guard enough - short > 1 else { return enough }
          next = short >= 0 ? (short + enough) / 2 : max(0, enough - step)
        } else {
          guard short < steps - 1 else { return nil }
          next = min(steps - 1, short + step)
        }
        step *= 2
      }
    }

    private mutating func probe(_ index: Int, needed: Int, _ truth: (Int) -> (Int) -> Bool) -> Bool {
      let isHit = truth(index)
      var (hits, misses): ([Int], [Int]) = ([], [])
      for table in open { if isHit(table) { hits.append(table) } else { misses.append(table) } }
      guard sure + hits.count < needed else {
        open = hits
        return true
      }
      sure += hits.count
      open = misses
      return false
    }
  }
}
