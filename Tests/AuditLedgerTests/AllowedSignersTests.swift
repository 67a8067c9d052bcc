import AuditLedger
import AuditRecord
import Testing

struct AllowedSignersTests {
  private func parse(_ text: String) throws -> AllowedSigners { try AllowedSigners(parsing: Array(text.utf8)) }

  @Test func aFileIsReadAsOpenSSHReadsIt() throws {
    let key = try TestKey(1).line
    let signers = try parse(
      """
      # people
      ann@example.org,ann \(key) a comment
      \t"bob" namespaces="a,b",valid-after="20260101",valid-before="20261231235959Z" \(key)

      firm cert-authority \(key)

      """.replacing("\"20260101\"", with: "\"20260101Z\""))
    #expect(signers.entries.map(\.principals) == [["ann@example.org", "ann"], ["bob"], ["firm"]])
    #expect(signers.entries.map(\.isAuthority) == [false, false, true])
    #expect(signers.entries[1].namespaces == ["a", "b"])
    #expect(signers.entries[1].validAfter == Moment("2026-01-01T00:00:00Z"))
    #expect(signers.entries[1].validBefore == Moment("2026-12-31T23:59:59Z"))
  }

  @Test(arguments: [
    ("*@example.org KEY", "pattern"), ("ann? KEY", "pattern"), ("!ann KEY", "pattern"), ("ann", "a line is"),
    ("ann ssh-ed25519 AAAA", "no public key"), ("ann touch KEY", "not supported"),
    ("ann valid-before=\"2026\" KEY", "no date"), ("ann valid-before=\"20261231\" KEY", "no date"),
    ("ann valid-before=\"20261331Z\" KEY", "no date"), ("ann namespaces=\"a*\" KEY", "pattern"),
    ("ann namespaces=\"a KEY", "not closed"), ("ann valid-after=20261122Z KEY", "value in quotes"),
    ("ann valid-before=\"20200101Z\",valid-before=\"20990101Z\" KEY", "stands twice"),
    ("ann namespaces=\"*\",namespaces=\"a\" KEY", "stands twice"), ("ann namespaces=a KEY", "value in quotes"),
    ("ann namespaces=\"a\"\"b\" KEY", "within the value"), ("ann KEY\r", "carriage return"), (", KEY", "no principal"),
  ]) func aLineThatIsRefusedSaysWhy(_ line: String, _ reason: String) throws {
    let text = "# first\n" + line.replacing("KEY", with: try TestKey(1).line)
    let problem = #expect(throws: AllowedSigners.Problem.self) { try parse(text) }
    #expect(problem?.line == 2)
    #expect(problem?.reason.contains(reason) == true || line == "ann ssh-ed25519 AAAA", "\(problem?.reason ?? "")")
  }

  @Test(arguments: ["2026-11-23T09:00:00Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2100-03-01T00:00:00Z"])
  func aMomentIsWrittenAsItIsRead(_ text: String) throws {
    let moment = try #require(Moment(text))
    #expect(moment.description == text)
    #expect(moment.day.description == text.prefix(10))
  }

  @Test(arguments: [
    "2026-11-23", "2026-11-23T09:00:00", "2026-11-23T24:00:00Z", "2026-11-23 09:00:00Z", "2026-02-30T09:00:00Z",
    "2026-11-23T09:60:00Z", "2026-11-23T09:00:00+01:00", "2026-11-23T9:00:00Z ", "",
  ]) func everythingElseIsNoMoment(_ text: String) { #expect(Moment(text) == nil) }

  @Test func secondsAreThoseOfUnix() {
    #expect(Moment("2026-11-23T00:00:00Z")?.seconds == 1_795_392_000)
    #expect(CalendarDay("2026-02-27")?.adding(days: 3).description == "2026-03-02")
    #expect(CalendarDay("2026-11-23").flatMap { day in CalendarDay("2027-11-23").map { day.days(until: $0) } } == 365)
  }
}
