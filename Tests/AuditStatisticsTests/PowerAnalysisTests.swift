import AuditNumerics
import Testing
import _AuditTesting

@testable import AuditStatistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Power by playing the rule that judges.
@Suite struct PowerAnalysisTests {
  // MARK: the rule that is played is the one that judges

  static let references: [FamilyVerdict.Reference] = [.highest, .lowest, .named(0), .overall, .complement]
  static let claims: [(PairComparison, FamilyVerdict.Claim)] = [
    (.ratio, .atLeast(0.8)), (.ratio, .atMost(1.25)), (.ratio, .between(0.8, 1.25)), (.ratio, .atLeast(1.4)),
    (.difference, .atLeast(-0.1)), (.difference, .atMost(0.1)), (.difference, .between(-0.05, 0.2)),
    (.difference, .atLeast(0.02)),
  ]

  private static func tables(_ count: Int, seed: UInt64) -> [[Proportion]] {
    (0..<count).map { number in
      var stream = CounterStream(seed: seed, stream: 3, replicate: UInt64(number))
      let groups = 2 + Int(stream.next() % 6)
      let rate = 0.02 + 0.96 * stream.uniform()
      return (0..<groups).map { _ in
        let trials = Int(exp(log(30) + stream.uniform() * log(100)))
        let own = min(1, max(0, rate * (0.5 + stream.uniform())))
        return Proportion(
          successes: Double(BinomialSampler.draw(trials: trials, probability: own, from: &stream)),
          trials: Double(trials))
      }
    }
  }

  @Test(arguments: references) func decisionsAreThoseOfTheVerdict(_ reference: FamilyVerdict.Reference) {
    var seen: [FamilyVerdict.Decision: Int] = [:]
    for (number, table) in Self.tables(150, seed: 11).enumerated() {
      let (comparison, claim) = Self.claims[number % Self.claims.count]
      let eligible = table.indices.map { $0 != 1 || table.count == 2 || number % 3 > 0 }
      let members = table.indices.filter { eligible[$0] }
      let critical = CriticalValues(confidence: 0.95, groups: members.count, reference: reference)
      let rule = FamilyRule(
        eligible: eligible, comparison: comparison, reference: reference, claim: claim, critical: critical)
      let verdict = FamilyVerdict(
        proportions: table, eligible: eligible, comparison: comparison, reference: reference, claim: claim,
        critical: critical)
      for group in members where reference != .named(group) {
        let finding = FamilyVerdict.finding(
          of: group, evidence: ProportionEvidence(table), members: members, comparison: comparison,
          reference: reference, claim: claim, critical: critical)
        for decision in [FamilyVerdict.Decision.met, .notMet, .cannotTell] {
          #expect(
            rule.shows(decision, of: group, in: table) == (finding?.decision == decision),
            "\(comparison) \(claim) group \(group) of \(table)")
        }
        if let finding { seen[finding.decision, default: 0] += 1 }
      }
      #expect(rule.showsAllMet(in: table) == verdict.findings.allSatisfy { $0 == nil || $0?.decision == .met })
    }
    #expect(seen.count == 3 && seen.values.allSatisfy { $0 >= 5 }, "\(seen)")
  }

  /// Nearly everybody, or nobody, is selected.
  private static var extremeTables: [[Proportion]] {
    [
      [(424, 424), (12, 12), (10, 10), (29, 29), (110, 113)], [(2_990, 3_000), (30, 30), (40, 41)],
      [(487, 488), (35, 35), (488, 488)], [(0, 300), (1, 400), (3, 500)], [(2, 60), (0, 40), (0, 900), (5, 700)],
    ].flatMap { table in
      // Each claim in turn.
      (0..<8).map { _ in table.map { Proportion(successes: Double($0), trials: Double($1)) } }
    }
  }

  /// Every count of each group, also where it becomes the reference group, which has no check of its own.
  @Test(arguments: references) func acceptedCountsAreThoseThatAreShown(_ reference: FamilyVerdict.Reference) {
    var (shown, gaps, searches) = (0, 0, 0)
    for (number, table) in (Self.tables(40, seed: 13) + Self.extremeTables).enumerated() {
      let (comparison, claim) = Self.claims[number % Self.claims.count]
      let eligible = table.indices.map { $0 != 1 || table.count == 2 || number % 3 > 0 }
      let references = table.indices.map { $0 != 0 || table.count < 4 || number % 4 > 0 }
      let members = table.indices.filter { eligible[$0] }
      let rule = FamilyRule(
        eligible: eligible, references: references, comparison: comparison, reference: reference, claim: claim,
        critical: CriticalValues(confidence: 0.95, groups: members.count, reference: reference))
      let sizes = table.map { Int($0.trials) }
      for group in members where reference != .named(group) {
        // Groups of other sizes than in the table, so that the rivals may be larger or smaller.
        let trials = 10 + (number * 37 + group * 11) % 240
        for decision in [FamilyVerdict.Decision.met, .notMet] {
          guard let search = rule.search(decision, of: group, trials: trials, sizes: sizes) else { continue }
          searches += 1
          let counts = search.counts(in: PowerAnalysis.Tables(rows: table, groups: table.count))[0]
          gaps += counts.gap.isEmpty ? 0 : 1
          for count in 0...trials {
            var row = table
            row[group] = Proportion(successes: Double(count), trials: Double(trials))
            let isShown = rule.shows(decision, of: group, in: row)
            shown += isShown ? 1 : 0
            #expect(
              counts.contains(count) == isShown,
              "\(comparison) \(claim) \(decision): \(count) of \(trials) in group \(group) of \(table), \(counts)")
          }
        }
      }
      if members.count == table.count, let asked = rule.asked(in: table) {
        let tables = PowerAnalysis.Tables(rows: table, groups: table.count)
        let accepted = asked.map { group in
          rule.search(.met, of: group, trials: sizes[group], sizes: sizes)?.counts(in: tables)[0]
        }
        guard accepted.allSatisfy({ $0 != nil }) else { continue }
        let all = zip(asked, accepted).allSatisfy { $1?.contains(Int(table[$0].successes)) ?? false }
        #expect(all == rule.showsAllMet(in: table))
      }
    }
    #expect(searches > 60 && shown > 1_000)
    if reference == .highest || reference == .lowest { #expect(gaps > 0) }
  }

  /// What is kept of one table serves the others: every count of small groups, over many tables, is what playing finds.
  @Test(arguments: references) func whatIsKeptOfATableHoldsInTheOthers(_ reference: FamilyVerdict.Reference) {
    var (shown, edges) = (0, 0)
    let trials = [14, 47, 230, 33]
    for (number, (comparison, claim)) in Self.claims.enumerated() {
      let analysis = PowerAnalysis(trials: trials, tables: 48, seed: 6, stream: UInt64(number))
      for rate in [0.04, 0.5, 0.93] {
        let tables = analysis.tables(trials.map { _ in rate })
        let rule = FamilyRule(
          eligible: trials.map { _ in true }, comparison: comparison, reference: reference, claim: claim,
          critical: CriticalValues(confidence: 0.95, groups: trials.count, reference: reference))
        for group in [0, 1, 3] where reference != .named(group) {
          for decision in [FamilyVerdict.Decision.met, .notMet] {
            guard let accepted = analysis.accepted(decision, rule, of: group, in: tables) else { continue }
            for table in 0..<48 {
              var row = trials.indices.map { tables[table, $0] }
              let counts = accepted[table]
              let near = Set(
                [counts.least, counts.most, counts.gap.lowerBound, counts.gap.upperBound].flatMap { [$0 - 1, $0] })
              for count in 0...trials[group]
              where count % 7 == table % 7 || count == 0 || count == trials[group] || near.contains(count) {
                row[group] = Proportion(successes: Double(count), trials: Double(trials[group]))
                let isShown = rule.shows(decision, of: group, in: row)
                shown += isShown ? 1 : 0
                edges += isShown && (count == 0 || count == trials[group]) ? 1 : 0
                #expect(
                  counts.contains(count) == isShown,
                  "\(comparison) \(claim) \(decision): \(count) in group \(group) of \(row), \(counts)")
              }
            }
          }
        }
      }
    }
    #expect(shown > 1_000 && edges > 100, "\(shown) \(edges)")
  }

  /// Tables of many people have many counts of each rival: where a comparison turns is then looked for between marks, and is where
  /// playing finds it, one count to either side.
  @Test(arguments: references) func turnsOfLargeGroupsAreWherePlayingFindsThem(
    _ reference: FamilyVerdict.Reference
  ) {
    var edges = 0
    let trials = [6_000, 900_000, 45_000, 3_000_000]
    for (number, (comparison, claim)) in Self.claims.enumerated() {
      let analysis = PowerAnalysis(trials: trials, tables: 400, seed: 5, stream: UInt64(number))
      let rate = [0.3, 0.012, 0.97][number % 3]
      let tables = analysis.tables(trials.map { _ in rate })
      let rule = FamilyRule(
        eligible: trials.map { _ in true }, comparison: comparison, reference: reference, claim: claim,
        critical: CriticalValues(confidence: 0.95, groups: trials.count, reference: reference))
      for group in trials.indices where reference != .named(group) {
        for decision in [FamilyVerdict.Decision.met, .notMet] {
          guard let accepted = analysis.accepted(decision, rule, of: group, in: tables) else { continue }
          for table in stride(from: 0, to: 400, by: 23) {
            let counts = accepted[table]
            let near = [counts.least, counts.most, counts.gap.lowerBound, counts.gap.upperBound]
            for count in Set(near.flatMap { [$0 - 1, $0, $0 + 1] }) where count >= 0 && count <= trials[group] {
              var row = trials.indices.map { tables[table, $0] }
              row[group] = Proportion(successes: Double(count), trials: Double(trials[group]))
              edges += 1
              #expect(
                counts.contains(count) == rule.shows(decision, of: group, in: row),
                "\(comparison) \(claim) \(decision): \(count) in group \(group) of \(row), \(counts)")
            }
          }
        }
      }
    }
    #expect(edges > 2_000)
  }

  @Test(arguments: [nil, 0] as [Int?]) func compositesAreThoseOfTheVerdict(_ reference: Int?) {
    let claims: [(PairComparison, FamilyVerdict.Claim)] = [
      (.ratio, .atLeast(0.8)), (.difference, .atMost(0.1)), (.difference, .atMost(0.4)), (.ratio, .atLeast(0.3)),
    ]
    var seen: [FamilyVerdict.Decision: Int] = [:]
    for (number, table) in Self.tables(160, seed: 12).enumerated() where table.count % 2 == 0 && table.count > 2 {
      let (comparison, claim) = claims[number % claims.count]
      let combination: Composite.Combination = number % 5 == 0 ? .mean : .worst
      let half = table.count / 2
      let critical = Composite.criticalValues(
        parts: 2, groups: half, combination: combination, reference: reference, confidence: 0.95)
      let composite = Composite(
        parts: [ProportionEvidence(Array(table[..<half])), ProportionEvidence(Array(table[half...]))],
        comparison: comparison, combination: combination, reference: reference, critical: critical)
      let found = composite.map {
        FamilyVerdict.Limits(single: $0.interval).finding(claim, comparison: comparison).decision
      }
      let rule = CompositeRule(
        parts: 2, comparison: comparison, combination: combination, reference: reference, claim: claim,
        critical: critical)
      for decision in [FamilyVerdict.Decision.met, .notMet, .cannotTell] {
        #expect(rule.shows(decision, of: 0, in: table) == ((found ?? .cannotTell) == decision))
      }
      if let found { seen[found, default: 0] += 1 }
    }
    #expect(seen.count == 3, "\(seen)")
  }

  // MARK: draws

  @Test(arguments: [(1, 0.5), (30, 0.02), (400, 0.9), (5_000, 0.003), (100_000, 0.4)])
  func quantilesAreThoseOfTheBinomial(_ trials: Int, _ probability: Double) {
    let quantiles = BinomialQuantiles(trials: trials, probability: probability)
    for step in 1..<400 {
      let uniform = (Double(step) - 0.37) / 400
      let count = quantiles.quantile(uniform)
      let at = cumulative(count, trials, probability)
      let before = count > 0 ? cumulative(count - 1, trials, probability) : 0
      #expect(at >= uniform - 1e-7 && before < uniform + 1e-7)
    }
  }

  /// P(X ≤ count) from the sum of its terms.
  private func cumulative(_ count: Double, _ trials: Int, _ probability: Double) -> Double {
    let n = Double(trials)
    let spread: Double = (n * probability * (1 - probability)).squareRoot()
    var sum = 0.0
    var k: Double = max(0, (count - 60 * spread - 40).rounded())
    while k <= count {
      let ways: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      sum += exp(ways + k * log(probability) + (n - k) * log1p(-probability))
      k += 1
    }
    return sum
  }

  private struct Wide: Decodable {
    struct Distribution: Decodable {
      let trials: Int
      let probability: Double
      let uniforms: [Double]
      let counts: [Double]
    }
    let distributions: [Distribution]
  }

  /// Without a table: those of SciPy, or the next count, which is rare.
  @Test func quantilesOfManyAreThoseOfSciPy() throws {
    let known: Wide = reference("binomial-quantiles-scipy.json")
    var (all, off) = (0, 0)
    for one in known.distributions {
      let quantiles = BinomialQuantiles(trials: one.trials, probability: one.probability)
      for (uniform, count) in zip(one.uniforms, one.counts) {
        let own = quantiles.quantile(uniform)
        #expect((own - count).magnitude <= 1, "\(one.trials) \(one.probability) \(uniform)")
        all += 1
        off += own == count ? 0 : 1
      }
    }
    #expect(all == 1_000 && off <= 5, "\(off)")
  }

  @Test func largeNumbersKeepMeanAndSpread() {
    let quantiles = BinomialQuantiles(trials: 1_000_000_000, probability: 0.2)
    let spread = (1e9 * 0.2 * 0.8).squareRoot()
    #expect(isClose(quantiles.quantile(0.5), 2e8, tolerance: 1e-7))
    #expect(isClose((quantiles.quantile(0.841_344_746) - 2e8) / spread, 1, tolerance: 1e-3))
    #expect(BinomialQuantiles(trials: 7, probability: 1).quantile(0.3) == 7)
    #expect(BinomialQuantiles(trials: 7, probability: -1e-17).quantile(0.3) == 0)
  }

  // MARK: values

  struct Case: Sendable {
    var trials: [Int]
    var rate: Double
    var reference: FamilyVerdict.Reference
    var claim = FamilyVerdict.Claim.atLeast(0.8)
    var group = 0
    var critical: CriticalValues {
      CriticalValues(confidence: 0.95, groups: trials.count, reference: reference)
    }
    var rule: FamilyRule {
      FamilyRule(
        eligible: trials.map { _ in true }, comparison: .ratio, reference: reference, claim: claim, critical: critical)
    }

    func value(_ decision: FamilyVerdict.Decision, to end: Double, seed: UInt64 = 1, tables: Int = 2_000) -> Double? {
      let analysis = PowerAnalysis(trials: trials, tables: tables, seed: seed, stream: 2)
      let limit = if case .atMost(let most) = claim { most } else { 0.8 }
      return analysis.nearest(
        decision, rule, of: group, moving: [PowerAnalysis.Moved(group) { [rate] in $0 * rate }],
        in: analysis.tables(trials.map { _ in rate }), along: PowerAnalysis.Path(from: limit, to: end), power: 0.8)
    }
  }

  static let race = Case(trials: [3_696, 32, 2_454, 637, 377], rate: 298.0 / 377, reference: .highest)

  /// Tests/Reference/power.py: numpy and scipy, 40,000 tables.
  @Test func valuesOfAnIndependentComputation() throws {
    for (group, fails, met) in [(0, 0.7550, 0.9596), (2, 0.7512, 0.9613), (3, 0.7143, 0.9723)] {
      var one = Self.race
      one.group = group
      #expect(isClose(one.value(.notMet, to: 0), fails, within: 0.005))
      #expect(isClose(one.value(.met, to: 1), met, within: 0.005))
    }
    let named = Case(trials: [400, 900], rate: 0.4, reference: .named(1))
    #expect(isClose(named.value(.notMet, to: 0), 0.6173, within: 0.008))
    #expect(isClose(named.value(.met, to: 2.5), 0.9903, within: 0.01))
    let mirrored = Case(trials: [400, 900], rate: 0.4, reference: .named(1), claim: .atMost(1.25))
    #expect(isClose(mirrored.value(.notMet, to: 2.5), 1.4751, within: 0.012))
    let five = Case(trials: [3_000, 3_000, 3_000, 2_000, 4_000], rate: 0.2, reference: .highest)
    let analysis = PowerAnalysis(trials: five.trials, seed: 1, stream: 2)
    let met = analysis.allMet(five.rule, in: analysis.tables(five.trials.map { _ in 0.2 }))
    #expect(abs(Double(met.count { $0 }) / 2_000 - 0.8126) < 0.03)
  }

  @Test func asianPeopleOfCompas() throws {
    var asian = Self.race
    asian.group = 1
    #expect(asian.value(.met, to: 1) == nil)
    let rates = zip([1_522.0, 24, 1_600, 447, 298], asian.trials).map { $0 / Double($1) }
    let analysis = PowerAnalysis(trials: asian.trials, seed: 0, stream: 4)
    let more = try #require(
      analysis.morePeople(asian.rule, for: 1, rate: rates[1], in: analysis.tables(rates), power: 0.8))
    #expect((100...125).contains(more))
  }

  @Test func morePeopleShowMore() throws {
    var previous = (fails: 0.0, met: Double.infinity)
    for people in [400, 1_000, 4_000, 40_000] {
      let one = Case(trials: [people, people, 2 * people], rate: 0.3, reference: .highest)
      let fails = try #require(one.value(.notMet, to: 0))
      let met = one.value(.met, to: 1) ?? 1.5
      #expect(fails < 0.8 && met > 0.8)
      #expect(fails > previous.fails && met <= previous.met)
      previous = (fails, met)
    }
    #expect(previous.fails > 0.77 && previous.met < 0.84)
  }

  /// At the threshold itself every answer is an error, at most in 2.5 of 100 audits; 1.3 times that and four standard errors
  /// are let pass.
  @Test(arguments: [
    ([900, 900], 0.5), ([60, 3_000], 0.5), ([400, 400, 400, 400], 0.1), ([2_000, 40, 2_000, 300, 700, 90], 0.3),
  ])
  func atTheThresholdAnAnswerIsRare(_ trials: [Int], _ rate: Double) {
    let one = Case(trials: trials, rate: rate, reference: .highest)
    let analysis = PowerAnalysis(trials: trials, tables: 8_000, seed: 5, stream: 6)
    let rates = trials.indices.map { $0 == 0 ? 0.8 * rate : rate }
    let chances = analysis.chances(one.rule, of: 0, in: analysis.tables(rates))
    let most = 0.025 * 1.3 + 4 * (0.025 / 8_000).squareRoot()
    #expect(chances.met <= most && chances.notMet <= most, "\(chances)")
    #expect(isClose(chances.met + chances.notMet + chances.cannotTell, 1))
  }

  @Test func tooFewPeopleShowNothing() {
    let one = Case(trials: [10, 10], rate: 0.05, reference: .named(1))
    #expect(one.value(.notMet, to: 0) == nil)
    #expect(one.value(.met, to: 1) == nil)
  }

  @Test func valuesAreThousandthsOnTheWay() {
    let down = PowerAnalysis.Path(from: 0.8, to: 0)
    #expect(down.value(0) == 0.8 && down.value(45) == 0.755 && down.value(800) == 0 && down.value(down.count - 1) == 0)
    let up = PowerAnalysis.Path(from: 0.8, to: 1.000_4)
    #expect(up.value(200) == 1 && up.value(up.count - 1) == 1.000_4)
    let little = PowerAnalysis.Path(from: -0.000_2, to: -0.000_5)
    #expect(little.count >= 1 && little.value(little.count - 1) == -0.000_5)
  }

  @Test func threadsChangeNothing() {
    let one = Case(trials: [300, 500, 700], rate: 0.4, reference: .highest)
    func all() -> [Double?] {
      let analysis = PowerAnalysis(trials: one.trials, seed: 9, stream: 9)
      let tables = analysis.tables([0.3, 0.4, 0.4])
      let chances = analysis.chances(one.rule, of: 0, in: tables)
      return [one.value(.notMet, to: 0), chances.met, chances.notMet]
        + analysis.allMet(one.rule, in: tables).map { $0 ? 1 : 0 }
    }
    let alone = all()
    #expect(Parallel.$threads.withValue(5) { all() } == alone)
  }

  @Test func peopleThatAreNeededAreEnough() throws {
    let rates = [0.3, 0.3, 0.3]
    func rule(_ people: Int) -> FamilyRule { Case(trials: [1, 1, 1], rate: 0.3, reference: .highest).rule }
    let analysis = PowerAnalysis(trials: [1, 1, 1], seed: 3, stream: 3)
    let people = try #require(
      analysis.peopleNeeded(for: .met, of: nil, rates: rates, power: 0.8, from: 30, most: 100_000, rule))
    // A formula for the same question, by normal approximation: within a tenth.
    let formula = try #require(
      NonInferioritySampleSize.allAgainstHighest(groups: 3, rate: 0.3, threshold: 0.8, confidence: 0.95, power: 0.8))
    #expect(abs(Double(people) / formula - 1) < 0.1, "\(people) \(formula)")
    for (share, isEnough) in [(0.85, false), (1.1, true)] {
      let other = PowerAnalysis(trials: rates.map { _ in Int(Double(people) * share) }, seed: 77, stream: 1)
      let met = other.allMet(rule(0), in: other.tables(rates)).count { $0 }
      #expect((met >= 1_600) == isEnough, "\(share): \(met)")
    }
    #expect(analysis.peopleNeeded(for: .met, of: nil, rates: rates, power: 0.8, from: 30, most: 40, rule) == nil)
  }
}
