import AuditRecord
import Testing

/// What a record of another version may lack, and what it may hold beside.
@Suite struct DefaultedTests {
  private static func document() throws -> JSONValue {
    try JSONValue(parsing: Array(SampleRecord.record.canonicalText().utf8))
  }

  private struct Lacking {
    var place: String
    var member: JSONValue
    var rest: JSONValue
  }

  /// Every document that lacks one member of this one, with the place of the member.
  private static func lacking(_ value: JSONValue, at place: String = "") -> [Lacking] {
    var all: [Lacking] = []
    switch value {
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        for found in lacking(element, at: place + "[]") {
          var rest = elements
          rest[index] = found.rest
          all.append(Lacking(place: found.place, member: found.member, rest: .array(rest)))
        }
      }
    case .object(let members):
      for (index, member) in members.enumerated() {
        let name = "\(place).\(member.key)"
        var rest = members
        rest.remove(at: index)
        all.append(Lacking(place: name, member: member.value, rest: .object(rest)))
        for found in lacking(member.value, at: name) {
          var others = members
          others[index].value = found.rest
          all.append(Lacking(place: found.place, member: found.member, rest: .object(others)))
        }
      }
    default: break
    }
    return all
  }

  @Test func aRecordMayLackAnyListAndAnyMemberOfACardButItsId() throws {
    var count = 0
    for found in Self.lacking(try Self.document()) {
      let place = found.place
      let isList = if case .array = found.member { true } else { false }
      let isOfCard = place.hasPrefix(".metrics[].") && place != ".metrics[].id"
      let isNull = if case .null = found.member { true } else { false }
      guard isList || isOfCard || isNull || place == ".rules" || place.hasSuffix(".bound") else { continue }
      count += 1
      #expect(throws: Never.self, "\(place)") { try Record(parsing: found.rest.canonicalBytes) }
    }
    #expect(count > 80)
  }

  @Test func whatARecordLacksMeansWhatItMeantBefore() throws {
    let text = try SampleRecord.record.canonicalText()
    let record = try Record(parsing: Array(text.replacing(#""rules":"evenhand-rules/1","#, with: "").utf8))
    #expect(record.rules == .current)
    let card = try Canonical.value(MetricCard.self, from: Array(#"{"id":"m"}"#.utf8))
    #expect(card.side == .decisions && card.measure == .proportion && card.comparison == .ratio && card.parts == [])
  }

  @Test func unknownWordsSurvive() throws {
    let card = #"{"id":"auc","measure":"score","needs":["decision","score"]}"#
    let read = try Canonical.value(MetricCard.self, from: Array(card.utf8))
    #expect(read.measure == .other("score") && !read.measure.isKnown)
    #expect(read.needs == [.decision, .other("score")])
    let again = try Canonical.text(read)
    #expect(again.contains(#""measure":"score""#) && again.contains(#""needs":["decision","score"]"#))
    #expect(try Canonical.value(MetricCard.self, from: Array(again.utf8)) == read)
    #expect(UndefinedReason(rawValue: "too-few-pairs") == .other("too-few-pairs"))
    for word in UndefinedReason.known { #expect(UndefinedReason(rawValue: word.rawValue) == word) }
    for word in Role.known { #expect(Role(rawValue: word.rawValue) == word) }
    for word in Measure.known { #expect(Measure(rawValue: word.rawValue) == word) }
    #expect(Set(UndefinedReason.known.map(\.rawValue)).count == UndefinedReason.known.count)
  }

  /// What people signed is the stored text: a seal keeps the members that this version does not know.
  @Test func aSealKeepsWhatItDoesNotKnow() throws {
    let text = try SampleRecord.record.canonicalText()
    let later =
      "{\"a-new-list\":[1,2]," + text.dropFirst().replacing(#""sign-off":{"#, with: #""sign-off":{"a-new-rule":7,"#)
    let sealed = try SealedRecord(parsing: Array(later.utf8))
    #expect(sealed.text == later && sealed.digest == Digest(of: later.utf8))
    #expect(sealed.record == SampleRecord.record)
    let own = try SealedRecord(SampleRecord.record)
    #expect(sealed.policy != own.policy)
    #expect(own.policy == (try SealedRecord(parsing: Array(text.utf8)).policy))
  }
}
