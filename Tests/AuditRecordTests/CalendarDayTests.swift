import AuditRecord
import Testing

@Suite struct CalendarDayTests {
  /// Computed with Python's `datetime`.
  @Test(arguments: [
    (0, "1970-01-01"), (-1, "1969-12-31"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-86_400, "1969-12-31"),
    (-86_401, "1969-12-30"), (951_782_400, "2000-02-29"), (951_868_799, "2000-02-29"), (951_868_800, "2000-03-01"),
    (4_107_542_400, "2100-03-01"), (-2_208_988_800, "1900-01-01"), (1_763_919_809, "2025-11-23"),
    (-62_135_596_800, "0001-01-01"), (253_402_300_799, "9999-12-31"),
  ])
  func aMomentLiesInItsDay(seconds: Int, text: String) {
    #expect(CalendarDay(secondsSince1970: seconds).description == text)
    #expect(CalendarDay(secondsSince1970: seconds) == CalendarDay(text))
  }

  @Test func everyDayOfFourCenturiesFollowsTheLast() throws {
    var last = try #require(CalendarDay("1600-01-01"))
    let first = -11_676_096_000
    #expect(CalendarDay(secondsSince1970: first) == last)
    for number in 1...146_097 {
      let day = CalendarDay(secondsSince1970: first + number * 86_400)
      #expect(last < day)
      #expect(CalendarDay(day.description) == day)
      last = day
    }
    #expect(last == CalendarDay("2000-01-01"))
  }

  @Test(arguments: ["2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31", "2026-01-31", "2026-04-30"])
  func daysThatExistAreRead(_ text: String) {
    #expect(CalendarDay(text)?.description == text)
  }

  @Test(arguments: [
    "2023-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
    "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-01T00:00:00Z", "", "-026-01-01",
    "+026-01-01", "20２6-01-0", "2026-+1-01", "٢٠٢٦-01-01",
  ])
  func textsThatAreNoDayAreRefused(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }
}
