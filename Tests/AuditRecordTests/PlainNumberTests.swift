import AuditRecord
import Testing

@Suite struct PlainNumberTests {
  @Test(arguments: [
    (0.0, 1, "0.0"), (-0.0, 1, "0.0"), (0.05, 1, "0.1"), (-0.05, 1, "−0.1"), (-0.04, 1, "0.0"), (2.5, 0, "3"),
    (-2.5, 0, "−3"), (0.5, 0, "1"), (99.95, 1, "100.0"), (1234.5, 1, "1,234.5"), (999_999.99, 1, "1,000,000.0"),
    (0.000_1, 3, "0.000"), (1.005_9, 2, "1.01"), (-1_234_567.891, 2, "−1,234,567.89"),
  ])
  func numbersAreRoundedHalfAwayFromZero(value: Double, decimals: Int, text: String) {
    #expect(PlainNumber.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567"),
    (-1_000, "−1,000"), (Int.min, "−9,223,372,036,854,775,808"),
  ])
  func thousandsAreSetApart(value: Int, text: String) {
    #expect(PlainNumber.count(value) == text)
  }

  @Test(arguments: [
    (0.799_96, 0.8, "79.996"), (0.800_04, 0.8, "80.004"), (0.79, 0.8, "79.0"), (0.8, 0.8, "80.0"),
    (0.799_999_9, 0.8, "79.99999"), (0.800_41, 0.800_4, "80.041"), (-0.050_04, -0.05, "−5.004"),
  ])
  func aShareNeverReadsAsTheThresholdThatItIsNot(share: Double, threshold: Double, text: String) {
    #expect(PlainNumber.percent(share, apartFrom: threshold) == text)
  }

  @Test func aShareAloneHasOneDecimal() {
    #expect(PlainNumber.percent(0.799_96) == "80.0")
    #expect(PlainNumber.percent(1.0 / 3) == "33.3")
  }

  @Test(arguments: [1e300, 1e16, -1e17])
  func largeNumbersDoNotTrap(_ value: Double) {
    #expect(!PlainNumber.fixed(value, decimals: 1).isEmpty)
    #expect(!PlainNumber.percent(value, apartFrom: value / 3).isEmpty)
  }
}
