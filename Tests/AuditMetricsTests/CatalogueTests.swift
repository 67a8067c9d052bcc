import AuditData
import AuditMetrics
import AuditRecord
import AuditStatistics
import Testing
import _AuditTesting

@Suite struct CatalogueTests {
  /// The table of the design, for what is built.
  static let design: [(id: String, aliases: [String])] = [
    ("selection-rate", ["demographic-parity", "statistical-parity", "disparate-impact", "impact-ratio"]),
    ("base-rate", ["prevalence"]),
    ("true-positive-rate", ["equal-opportunity", "recall", "sensitivity"]),
    ("false-positive-rate", ["predictive-equality"]),
    ("true-negative-rate", ["specificity"]),
    ("false-negative-rate", ["miss-rate"]),
    ("positive-predictive-value", ["precision", "predictive-parity"]),
    ("negative-predictive-value", []),
    ("false-discovery-rate", []),
    ("false-omission-rate", []),
    ("accuracy", []),
    ("conditional-selection-rate", ["conditional-demographic-parity"]),
    ("conditional-base-rate", []),
    ("conditional-true-positive-rate", []),
    ("conditional-false-positive-rate", []),
    ("conditional-true-negative-rate", []),
    ("conditional-false-negative-rate", []),
    ("conditional-positive-predictive-value", []),
    ("conditional-negative-predictive-value", []),
    ("conditional-false-discovery-rate", []),
    ("conditional-false-omission-rate", []),
    ("conditional-accuracy", []),
    ("f1", ["f1-score", "dice"]), ("f-beta", []), ("balanced-accuracy", []), ("signed-average-odds", []),
    ("treatment-equality", []),
    ("generalized-entropy", []), ("theil", []), ("between-group-generalized-entropy", []), ("between-group-theil", []),
    ("differential-fairness", []),
    ("equalized-odds", []),
    ("average-odds", []),
    ("auc", []), ("cross-group-auc", []), ("calibration-in-the-large", []), ("calibration-error", []),
    ("brier-score", []), ("scoring-rate", []), ("ks-distance", []), ("wasserstein-distance", []),
    ("mean-amount", []), ("median-amount", []), ("mean-residual", []), ("mean-absolute-error", ["mae"]),
    ("root-mean-square-error", ["rmse"]),
    ("ndcg", []), ("precision-at-k", []), ("recall-at-k", []), ("hit-rate", []), ("reciprocal-rank", []),
    ("average-precision", []), ("list-popularity", []), ("popularity-lift", []), ("miscalibration", []),
    ("intra-list-diversity", []), ("received-nothing", []), ("catalogue-overlap", []), ("history-slope", []),
    ("group-separation", []), ("baseline-match", []), ("kept-from-before", []), ("setting-honoured", []),
    ("switched-back", []), ("setting-share", []),
    ("exposure", ["exposure-parity", "exp"]), ("exposure-share", []),
    ("exposure-per-relevance", ["disparate-treatment-ratio", "dtr"]),
    ("engagement-per-relevance", ["disparate-impact-ratio", "dir"]), ("top-k-share", []),
    ("skew", ["minskew", "maxskew"]), ("bias-disparity", []), ("pairwise-accuracy", []),
    ("intra-group-pairwise-accuracy", []), ("ranked-group-representation", []), ("ndkl", []),
    ("attention-weighted-rank-fairness", ["awrf"]), ("expected-exposure-disparity", ["ee-d"]),
    ("expected-exposure-relevance", ["ee-r"]), ("expected-exposure-loss", ["ee-l"]),
    ("statistical-parity-of-recommendation", ["rsp"]), ("equal-opportunity-of-recommendation", ["reo"]),
    ("infeasible-index", []), ("infeasible-count", []), ("long-tail-share", []), ("exposure-gini", []),
    ("coverage", []), ("exposure-entropy", []), ("equity-of-attention", ["iaa"]),
    ("use-without-ground", []), ("notice-completeness", []),
  ]

  @Test func idsAndAliasesAreThoseOfTheDesign() {
    #expect(Catalogue.cards.map(\.id) == Self.design.map(\.id))
    #expect(Catalogue.cards.map(\.aliases) == Self.design.map(\.aliases))
  }

  @Test func namesAreUniqueAndInKebabCase() {
    let names = Catalogue.cards.flatMap { [$0.id] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(Set(Catalogue.cards.map(\.name)).count == Catalogue.cards.count)
    for name in names {
      #expect(
        name.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
          part.first.map { ("a"..."z").contains($0) } ?? false
            && part.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
        })
    }
  }

  @Test(arguments: Catalogue.cards)
  func aUnitIsFoundByItsIdAndAliases(_ card: MetricCard) {
    for name in [card.id] + card.aliases { #expect(Catalogue.metric(named: name)?.card == card) }
    #expect(Catalogue.metric(named: card.id.uppercased()) == nil)
  }

  @Test(arguments: Catalogue.cards)
  func everyCardIsComplete(_ card: MetricCard) {
    #expect(card.question.hasSuffix("?"))
    #expect(card.among.contains("{group}"))
    #expect(card.reading.hasSuffix("."))
    #expect(!card.caveats.isEmpty && card.caveats.allSatisfy { $0.hasSuffix(".") })
    #expect(!card.sources.isEmpty && card.sources.allSatisfy { $0.hasSuffix(".") })
    #expect(!card.needs.isEmpty)
    for text in [card.name, card.formula, card.counted] { #expect(!text.isEmpty) }
    for text in [card.question, card.formula, card.counted, card.among, card.reading] + card.caveats {
      #expect(!text.contains("\n") && !text.hasPrefix(" ") && !text.hasSuffix(" "))
    }
  }

  @Test(arguments: Catalogue.cards)
  func noCardUsesABannedWord(_ card: MetricCard) {
    let words =
      [card.id, card.name, card.question, card.formula, card.counted, card.among, card.reading] + card.caveats
      + card.aliases + card.parameters.map { "\($0) \($1)" }
    #expect(words.flatMap { WordingLint.violations(in: $0) } == [])
  }

  @Test func partsOfCompositesAreRates() {
    for composite in Catalogue.composites {
      #expect(composite.card.parts == composite.parts.map(\.card.id))
      #expect(composite.card.combination != nil)
      #expect(composite.card.parameters["combination"] == composite.card.combination?.rawValue)
      #expect(composite.card.comparison == .difference)
    }
    for rate in Catalogue.rates {
      #expect(rate.card.parts.isEmpty)
      #expect(rate.card.comparison == .ratio)
      #expect(rate.denominator.isSuperset(of: rate.numerator))
    }
  }

  /// What cards say of themselves is what records of 0.1 left to be guessed from the rest.
  @Test(
    arguments: Catalogue.cards.filter {
      Set($0.needs).isDisjoint(with: [.score, .amount, .setting, .before, .baseline, .lawfulUse, .notices])
    })
  func factsAreWhatOlderRecordsMeant(_ card: MetricCard) throws {
    guard case .object(let members) = try JSONValue(parsing: Array(Canonical.text(card).utf8)) else {
      Issue.record("a card is an object")
      return
    }
    let facts = ["unit", "scale", "basis", "attention", "combination"]
    #expect(Set(members.map(\.key)).isSuperset(of: facts))
    let older = JSONValue.object(members.filter { !facts.contains($0.key) })
    #expect(try Canonical.value(MetricCard.self, from: older.canonicalBytes) == card)
  }

  @Test func factsFitTheFormulas() {
    for metric in Catalogue.all {
      let card = metric.card
      switch metric.kind {
      case .rate: #expect(card.unit == .share && card.basis == .people && !card.attention && card.map == nil)
      case .entropy: #expect(card.measure == .whole && card.isOneNumber && card.basis == .people)
      case .logRatio: #expect(card.isOneNumber && card.crude == "selection-rate" && card.basis == .people)
      case .mapped: #expect(card.map != nil && card.measure == .mapped && card.basis == .people)
      case .function: #expect(card.map == nil && card.measure == .function && card.basis == .people)
      case .composite(let composite):
        #expect(card.combination != nil && card.parts == composite.parts.map(\.card.id) && card.basis == .people)
      case .provider(let metric):
        #expect(card.attention == metric.channels.contains(.attention), "\(card.id)")
        #expect((card.scale == .logit) == (card.unit == .share), "\(card.id)")
      case .composition(let metric):
        #expect(card.attention == metric.channels.contains { $0 == .attention || $0 == .ideal }, "\(card.id)")
      case .score:
        #expect(card.basis == .people && !card.attention && !Set(card.needs).isDisjoint(with: [.score, .amount]))
      case .slope: #expect(card.isSigned == true && card.isOfLevels && card.attention && card.needs.contains(.setting))
      case .separation: #expect(card.isWithinLevels && card.attention && card.unit == .share)
      case .settingShare: #expect(card.measure == .proportion && card.needs.contains(.setting))
      case .honoured, .switchedBack: #expect(card.unit == .share && card.basis == .people && card.needs.contains(.log))
      case .counted: #expect(card.isOneNumber && card.unit == .share && card.comparison == .value && card.least == 0)
      case .receiver, .unserved, .overlap, .representation, .average, .whole: #expect(card.combination == nil)
      }
    }
  }

  /// A metric that does not declare an outcome must not look at one.
  @Test func onlyMetricsThatNeedAnOutcomeReadIt() {
    for rate in Catalogue.rates {
      let readsOutcome = [rate.numerator, rate.denominator].contains { mask in
        let flags = DecisionCell.allCases.map { mask.contains(CellMask($0)) }
        return Set(flags[0..<3]).count > 1 || Set(flags[3..<6]).count > 1
      }
      #expect(readsOutcome == rate.card.needs.contains(.outcome))
    }
  }

  // MARK: examples

  static func counts(_ example: Example) -> (groups: [Label], counts: [Double]) {
    let groups = Set(example.rows.map(\.group)).sorted()
    var counts = [Double](repeating: 0, count: groups.count * 6)
    for row in example.rows {
      counts[groups.firstIndex(of: row.group)! * 6 + Int(row.cell.rawValue)] += Double(row.count)
    }
    return (groups, counts)
  }

  @Test func theExampleOfEveryRateHolds() {
    for rate in Catalogue.rates {
      let (groups, counts) = Self.counts(rate.example)
      let measured = Dictionary(uniqueKeysWithValues: zip(groups, proportions(rate, counts)))
      #expect(measured == rate.example.proportions, "\(rate.card.id)")
      #expect(rate.example.proportions.count >= 2)
    }
  }

  @Test func theExampleOfEveryNumberMadeOfCountsHolds() throws {
    for metric in Catalogue.all {
      switch metric.kind {
      case .mapped(let mapped):
        let (groups, counts) = Self.counts(mapped.example)
        let measured = Dictionary(uniqueKeysWithValues: zip(groups, proportions(mapped, counts)))
        #expect(measured == mapped.example.proportions, "\(mapped.card.id)")
      case .function(let function):
        let example = try #require(function.example)
        let (groups, counts) = Self.counts(example)
        for (index, group) in groups.enumerated() {
          let cells = counts[(index * 6)..<(index * 6 + 6)].map(\.self)
          let value = function.function.evaluate([cells[0], cells[1], cells[3], cells[4]])?.value
          #expect(isClose(value, example.values[group], within: 1e-15), "\(function.card.id)")
        }
      default: break
      }
    }
  }

  @Test func mapsOfSharesAreThoseOfStatistics() {
    for (successes, trials) in [(6.0, 11.0), (10, 20), (9, 40), (30, 39), (45, 105)] {
      for (map, other) in [(ShareMap.f1, MappedEvidence.Map.f1), (.odds, .odds)] {
        let evidence = MappedEvidence([Proportion(successes: successes, trials: trials)], map: other)
        #expect(isClose(map.value(successes: successes, trials: trials), evidence.estimate(of: 0), within: 1e-15))
      }
    }
  }

  @Test func theExampleOfEveryCompositeHolds() throws {
    for composite in Catalogue.composites {
      let (_, counts) = Self.counts(composite.example)
      let gaps = composite.parts.map { part in
        let rates = proportions(part, counts).compactMap(\.estimate)
        return (rates.max() ?? 0) - (rates.min() ?? 0)
      }
      let value = composite.card.combination == .worst ? gaps.max() ?? 0 : gaps.reduce(0, +) / Double(gaps.count)
      #expect(isClose(value, composite.example.difference, within: 1e-15))
    }
  }

  // MARK: laws of every rate

  @Test(arguments: 0..<10)
  func relabellingGroupsPermutesResults(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let counts = randomCounts(groups: 5, below: 40, from: &generator)
    let order = Array(0..<5).shuffled(using: &generator)
    let permuted = order.flatMap { counts[$0 * 6..<$0 * 6 + 6] }
    for rate in Catalogue.rates {
      let before = proportions(rate, counts)
      #expect(proportions(rate, permuted) == order.map { before[$0] })
    }
  }

  @Test(arguments: 0..<10)
  func doubledRowsDoubleCountsAndKeepRates(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let counts = randomCounts(groups: 4, below: 40, from: &generator)
    for rate in Catalogue.rates {
      for (once, twice) in zip(proportions(rate, counts), proportions(rate, counts.map { 2 * $0 })) {
        #expect(twice.successes == 2 * once.successes)
        #expect(twice.trials == 2 * once.trials)
        #expect(twice.estimate == once.estimate)
      }
    }
  }

  @Test func anEmptyGroupHasNoRate() {
    for rate in Catalogue.rates {
      let measured = proportions(rate, [1, 2, 3, 4, 5, 6] + [0, 0, 0, 0, 0, 0])
      #expect(measured[1].trials == 0)
      #expect(measured[1].estimate == nil)
      #expect(measured[0].estimate != nil)
      #expect(proportions(rate, []) == [])
    }
  }

  @Test(arguments: 0..<10)
  func equalGroupsHaveRatioOneAndDifferenceZero(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let cells = (0..<6).map { _ in Double(Int.random(in: 1..<50, using: &generator)) }
    for rate in Catalogue.rates {
      let rates = proportions(rate, cells + cells.map { 3 * $0 }).compactMap(\.estimate)
      try #require(rates.count == 2)
      #expect(isClose(rates[0] / rates[1], 1, within: 1e-15))
      #expect(isClose(rates[0], rates[1], within: 1e-15))
    }
  }

  @Test(arguments: [
    ("true-positive-rate", "false-negative-rate"), ("true-negative-rate", "false-positive-rate"),
    ("positive-predictive-value", "false-discovery-rate"), ("negative-predictive-value", "false-omission-rate"),
  ])
  func complementsAddUpToOne(one: String, other: String) throws {
    var generator = SeededGenerator(seed: 9)
    let counts = randomCounts(groups: 30, below: 40, from: &generator)
    let left = try #require(Catalogue.rates.first { $0.card.id == one })
    let right = try #require(Catalogue.rates.first { $0.card.id == other })
    for (left, right) in zip(proportions(left, counts), proportions(right, counts)) {
      #expect(left.trials == right.trials)
      #expect(left.successes + right.successes == left.trials)
    }
  }

  @Test func unknownOutcomesCountOnlyWhereTheDecisionAloneMatters() {
    let known: [Double] = [6, 2, 0, 3, 9, 0]
    let more: [Double] = [6, 2, 5, 3, 9, 7]
    for rate in Catalogue.rates {
      let isSame = proportions(rate, known) == proportions(rate, more)
      #expect(isSame == rate.card.needs.contains(.outcome))
    }
  }
}
