import AuditStatistics
import Testing
import _AuditTesting

/// Numbers made of the counts of decision and outcome, beside SciPy, scikit-learn and mpmath.
@Suite struct CountNumbersTests {
  struct Expected: Decodable {
    struct Table: Decodable {
      let counts: [Double]
      let f1: Double
      let f1Limits: [Double]
      let fBeta2: Double
      let fBeta2Variance: Double
      let fBetaHalf: Double
      let fBetaHalfVariance: Double
      let balancedAccuracy: Double
      let balancedAccuracyVariance: Double
    }
    struct Odds: Decodable {
      let group: [Double]
      let reference: [Double]
      let exact: [String: [Double]]
      let value: Double?
      let woolf: [Double]?
    }
    let tables: [Table]
    let odds: [Odds]
  }

  static let expected = reference("counts-scipy.json", as: Expected.self)

  @Test func functionsOfCountsAreThoseOfScikitLearn() throws {
    for table in Self.expected.tables {
      func check(_ text: String, _ value: Double, _ variance: Double) throws {
        let found = try #require(try CountFormula(text).estimate(table.counts))
        #expect(isClose(found.value, value, within: 1e-12), "\(text) of \(table.counts)")
        #expect(isClose(found.variance, variance, within: 1e-9), "\(text) of \(table.counts)")
      }
      try check("5*TP/(5*TP+4*FN+FP)", table.fBeta2, table.fBeta2Variance)
      try check("1.25*TP/(1.25*TP+0.25*FN+FP)", table.fBetaHalf, table.fBetaHalfVariance)
      try check("(TP/(TP+FN)+TN/(TN+FP))/2", table.balancedAccuracy, table.balancedAccuracyVariance)
    }
  }

  /// The delta method for a share is its binomial variance.
  @Test func theVarianceOfAShareIsBinomial() throws {
    let found = try #require(try CountFormula("TP/(TP+FN)").estimate([30, 7, 20, 100]))
    #expect(isClose(found.value, 0.6, within: 1e-15))
    #expect(isClose(found.variance, 0.6 * 0.4 / 50, within: 1e-12))
    let whole = try #require(try CountFormula("(TP+FP+FN+TN)/(TN+TP+FN+FP)").estimate([30, 7, 20, 100]))
    #expect(whole == (1, 0))
  }

  @Test func derivativesAreSlopes() throws {
    let texts = [
      "TP/FP - FN*TN/100", "-(TP - 3*FN) / (2 + TN) * FP", "(TP + FP) / (TP - FN / (TN + 0.5))", "2 - 3 - TP × 4 ÷ FN",
    ]
    var generator = SeededGenerator(seed: 3)
    for text in texts {
      let formula = try CountFormula(text)
      for _ in 0..<20 {
        let counts = (0..<4).map { _ in Double(Int.random(in: 10..<60, using: &generator)) }
        let found = try #require(formula.evaluate(counts))
        for index in counts.indices {
          func moved(_ step: Double) -> Double {
            var counts = counts
            counts[index] += step
            return formula.evaluate(counts)?.value ?? .nan
          }
          let slope = (moved(1e-4) - moved(-1e-4)) / 2e-4
          #expect(abs(slope - found.gradient[index]) <= 1e-5 * max(1, abs(slope)), "\(text)")
        }
      }
    }
  }

  @Test func precedenceIsThatOfArithmetic() throws {
    let counts: [Double] = [2, 3, 5, 7]
    for (text, value) in [
      ("TP+FP*FN", 17), ("(TP+FP)*FN", 25), ("TN-FN-FP", -1), ("TN/FN/TP", 0.7), ("--TP", 2), ("-TP*-FP", 6),
      (" TP ", 2), ("1.5*TP", 3), (".5*TP", 1),
    ] {
      #expect(try CountFormula(text).evaluate(counts)?.value == value, "\(text)")
    }
    #expect(try CountFormula("TP/(FP-3)").evaluate(counts) == nil)
    #expect(try CountFormula("TP/FP+TN").counts == [.truePositives, .falsePositives, .trueNegatives])
  }

  @Test(arguments: [
    ("", 0, "ends where"), ("TP +", 4, "ends where"), ("TP FP", 3, "does not belong"), ("(TP", 3, ") is missing"),
    ("TP)", 2, "does not belong"), ("tp", 0, "neither a number"), ("TP ^ 2", 3, "does not belong"),
    ("exp(TP)", 0, "neither a number"), ("1 + 2", 0, "names none"), ("TP / 1.2.3", 5, "neither a number"),
    ("TP * * FP", 5, "does not belong"), ("TP + 1e5", 5, "neither a number"),
  ])
  func whatIsNoFormulaIsSaidWithItsPlace(text: String, offset: Int, says: String) {
    do {
      _ = try CountFormula(text)
      Issue.record("\(text) is no formula")
    } catch {
      #expect(error.offset == offset && error.message.contains(says), "\(text): \(error)")
    }
  }

  @Test func depthAndLengthHaveLimits() throws {
    #expect(throws: CountFormula.Problem.self) { try CountFormula(String(repeating: "(", count: 300) + "TP") }
    #expect(throws: CountFormula.Problem.self) { try CountFormula(String(repeating: "-", count: 300) + "TP") }
    #expect(throws: CountFormula.Problem.self) { try CountFormula("TP" + String(repeating: "+TP", count: 400)) }
    #expect(try CountFormula("TP" + String(repeating: "+TP", count: 300)).evaluate([1, 0, 0, 0])?.value == 301)
  }

  // MARK: numbers that follow from a share

  @Test func limitsOfF1AreThoseOfItsShareMapped() throws {
    for table in Self.expected.tables {
      let (tp, fp, fn) = (table.counts[0], table.counts[1], table.counts[2])
      let evidence = MappedEvidence([Proportion(successes: tp, trials: tp + fp + fn)], map: .f1)
      #expect(isClose(evidence.estimate(of: 0), table.f1, within: 1e-12))
      let limits = try #require(evidence.limits(of: 0, z: Normal.twoSided(confidence: 0.95)))
      #expect(isClose(limits.lower, table.f1Limits[0], within: 1e-9))
      #expect(isClose(limits.upper, table.f1Limits[1], within: 1e-9))
    }
  }

  @Test func oddsRatiosAreThoseOfSciPy() throws {
    for row in Self.expected.odds {
      let group = Proportion(successes: row.group[0], trials: row.group[0] + row.group[1])
      let other = Proportion(successes: row.reference[0], trials: row.reference[0] + row.reference[1])
      for (level, limits) in row.exact {
        let z = Normal.twoSided(confidence: try #require(Double(level)))
        let found = OddsRatio.exact(group: group, reference: other, z: z)
        #expect(isClose(found.lower, limits[0], within: 1e-7), "\(row.group) \(row.reference) \(level)")
        #expect(
          limits[1] >= 1e300 ? found.upper == .infinity : isClose(found.upper, limits[1], within: 1e-7),
          "\(row.group) \(row.reference) \(level)")
      }
      guard let woolf = row.woolf else { continue }
      let z = Normal.twoSided(confidence: 0.95)
      let found = try #require(OddsRatio.logarithmic(group: group, reference: other, z: z))
      #expect(isClose(OddsRatio.value(group: group, reference: other), row.value, within: 1e-12))
      #expect(isClose(found.lower, woolf[0], within: 1e-9) && isClose(found.upper, woolf[1], within: 1e-9))
    }
  }

  /// The worked value: 30 false negatives and 20 false positives against 45 and 60.
  @Test func treatmentEqualityIsAsWorkedOut() throws {
    let evidence = MappedEvidence(
      [Proportion(successes: 30, trials: 50), Proportion(successes: 45, trials: 105)], map: .odds)
    #expect(evidence.estimate(of: 0) == 1.5 && evidence.estimate(of: 1) == 0.75)
    #expect(evidence.value(.ratio, of: 0, against: .group(1)) == 2)
    let printed = try #require(evidence.printed(.ratio, of: 0, against: .group(1), confidence: 0.95))
    #expect(printed.method == .woolf)
    #expect(isClose(printed.limits.lower, 1.00796958025, within: 1e-11))
    #expect(isClose(printed.limits.upper, 3.96837372714, within: 1e-11))
    #expect(MappedEvidence([Proportion(successes: 9, trials: 50)], map: .odds).estimate(of: 0) == nil)
    #expect(MappedEvidence([Proportion(successes: 40, trials: 49)], map: .odds).estimate(of: 0) == nil)
  }

  /// Limits nest, and exchange with the groups, as evidence promises.
  @Test(arguments: [MappedEvidence.Map.f1, .odds]) func limitsAreNestedAndMirrored(_ map: MappedEvidence.Map) throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<60 {
      let rates = (0..<3).map { _ in
        let trials = Int.random(in: 25..<400, using: &generator)
        return Proportion(
          successes: Double(Int.random(in: 10...(trials - 10), using: &generator)), trials: Double(trials))
      }
      let evidence = MappedEvidence(rates, map: map)
      for comparison in [PairComparison.ratio, .difference] {
        for rival in [Rival.group(1), .complement, .overall, .constant(0.7)] {
          let value = try #require(evidence.value(comparison, of: 0, against: rival))
          let narrow = try #require(evidence.interval(comparison, of: 0, against: rival, z: 1.96))
          let wide = try #require(evidence.interval(comparison, of: 0, against: rival, z: 3))
          #expect(narrow.lower <= value && value <= narrow.upper)
          #expect(wide.lower <= narrow.lower && narrow.upper <= wide.upper)
        }
        let own = try #require(evidence.interval(comparison, of: 0, against: .group(1), z: 2))
        let other = try #require(evidence.interval(comparison, of: 1, against: .group(0), z: 2))
        #expect(isClose(own.lower, comparison == .ratio ? 1 / other.upper : -other.upper, within: 1e-7))
        #expect(isClose(own.upper, comparison == .ratio ? 1 / other.lower : -other.lower, within: 1e-7))
      }
    }
  }

  /// Beyond 2⁵³ no whole number lies between two doubles; the search ends all the same.
  @Test(arguments: [1e15, 9.1e15, 1e17, 1e300]) func extremesOfAnyNumberOfPeopleAreFound(people: Double) {
    for direction in ExtremeCompletion.Direction.allCases {
      for comparison in PairComparison.allCases {
        let extreme = ExtremeCompletion(
          direction, comparison, own: Proportion(successes: 30, trials: 100),
          other: Proportion(successes: 1e16, trials: 3e16),
          people: people, joining: 0...people)
        #expect((0...people).contains(extreme.joining) && !extreme.value.isNaN)
      }
    }
  }
}
