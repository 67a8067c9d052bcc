import AuditRecord
import Testing

@testable import AuditReport

@Suite struct NumbersTests {
  @Test(arguments: [
    (0.30354223, "30.4\u{A0}%"), (0.0005, "0.1\u{A0}%"), (0.00049, "0.0\u{A0}%"), (1, "100.0\u{A0}%"),
    (0.9996, "100.0\u{A0}%"),
    (0.3825, "38.3\u{A0}%"), (0, "0.0\u{A0}%"), (0.285, "28.5\u{A0}%"), (1e-300, "0.0\u{A0}%"),
  ])
  func sharesAsPercentages(_ share: Double, _ text: String) {
    #expect(Numbers.percent(share) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (4526, "4,526"), (1234567, "1,234,567"),
    (1e15, "1,000,000,000,000,000"),
  ])
  func countsAreGrouped(_ value: Double, _ text: String) {
    #expect(Numbers.count(value) == text)
    #expect(PlainNumber.count(Int(value)) == text)
  }

  @Test func roundingIsHalfAwayFromZero() {
    #expect(DecimalDigits(0.125).fixed(2) == "0.13")
    #expect(DecimalDigits(-0.125).fixed(2) == "−0.13")
    #expect(DecimalDigits(2.675).fixed(2) == "2.68")
    #expect(DecimalDigits(9.995).fixed(2) == "10.00")
    #expect(DecimalDigits(0.5).fixed(0) == "1")
    #expect(DecimalDigits(0.05).fixed(0) == "0")
    #expect(DecimalDigits(-0.0004).fixed(3) == "0.000")
    #expect(DecimalDigits(1e22).fixed(1) == "10,000,000,000,000,000,000,000.0")
    #expect(DecimalDigits(1.5e-5).fixed(5) == "0.00002")
    #expect(DecimalDigits(12.5).fixed(1, shift: -2) == "0.1")
    #expect(DecimalDigits(.leastNonzeroMagnitude).fixed(2) == "0.00")
  }

  @Test func machinesGetNoCommasAndAPlainHyphen() {
    #expect(DecimalDigits(-1234567.25).fixed(1, forMachine: true) == "-1234567.3")
    #expect(DecimalDigits(12.5).fixed(2, shift: 2, forMachine: true) == "1250.00")
  }

  @Test(arguments: [
    (0.0, "<\u{A0}0.001"), (0.00099, "<\u{A0}0.001"), (0.001, "0.001"), (0.232263, "0.232"), (0.9995, ">\u{A0}0.999"),
    (1, "1.000"),
  ])
  func probabilities(_ p: Double, _ text: String) {
    #expect(Numbers.probability(p) == text)
  }

  @Test func aNumberNeverLooksLikeALimitThatItIsNot() {
    #expect(Scale.ratio.text(0.79996, apartFrom: [0.8]) == "0.79996")
    #expect(Scale.ratio.text(0.8, apartFrom: [0.8]) == "0.800")
    #expect(Scale.ratio.text(0.7, apartFrom: [0.8]) == "0.700")
    #expect(Scale.rate.text(0.29999, apartFrom: [0.3]) == "29.999\u{A0}%")
  }

  @Test func differencesShowTheirSign() {
    #expect(Scale.points.text(-0.1416) == "−14.2")
    #expect(Scale.points.text(0.0184) == "+1.8")
    #expect(Scale.points.text(0) == "0.0")
    #expect(Scale.gap.text(0.0184) == "1.8")
  }

  @Test func rangesSayWhichEndIsMissing() {
    func range(_ lower: Double?, _ upper: Double?) -> String? {
      Scale.ratio.range(Interval(lower: lower, upper: upper, level: 0.95, method: MethodName(rawValue: "koopman")))?
        .replacing("\u{A0}", with: " ")
    }
    #expect(range(0.5, 1.25) == "0.500 to 1.250")
    #expect(range(0.5, nil) == "0.500 or more")
    #expect(range(nil, 2) == "2.000 or less")
    #expect(range(nil, nil) == "no limit")
    #expect(Scale.ratio.range(nil) == nil)
  }

  @Test(
    arguments: [
      (0.8, 0, "0.8"), (1.25, 0, "1.25"), (0.8, 2, "80"), (0.125, 2, "12.5"), (1, 0, "1"), (0, 0, "0"),
      (20_000, 0, "20,000"), (-1_000, 0, "−1,000"), (1 - 0.95, 2, "5"), (2e-12, 0, "0.000000000002"),
      (1e300, 0, "1e+300"),
    ] as [(Double, Int, String)])
  func thresholdsHaveTheirOwnDigits(_ value: Double, _ shift: Int, _ text: String) {
    #expect(PlainNumber.exact(value, shift: shift) == text)
  }

  @Test func lists() {
    #expect(Phrases.list([]) == "")
    #expect(Phrases.list(["a"]) == "a")
    #expect(Phrases.list(["a", "b"]) == "a and b")
    #expect(Phrases.list(["a", "b", "c"], "or") == "a, b or c")
  }

  @Test func labelsShowWhatCannotBeSeen() {
    #expect(Words.label("") == "(empty)")
    #expect(Words.label(" Male  ") == "␠Male␠␠")
    #expect(Words.label("   ") == "␠␠␠")
    #expect(Words.group(["a", "b"]) == "a × b")
  }
}
