import Evenhand
import Foundation
import Testing
import _AuditTesting

/// Public editions of whole audits: what they show, what they hide, and what they must never hold.
struct PublicEditionTests {
  /// An audit of groups with given people by decision.
  private static func record(
    _ people: [(labels: [String], favourable: Int, unfavourable: Int)], columns: [String], intersections: Bool = true,
    privacy: String = "", requirement: String = "compare: ratio, reference: highest, at-least: 0.8"
  ) throws -> Record {
    let across = columns.joined(separator: ", ") + (intersections ? ", [\(columns.joined(separator: ", "))]" : "")
    let text = """
      audit: {title: Small groups, contact: ask@example.org}
      decisions:
        source: rows.csv
        columns: {decision: d, favourable: ["y"], unfavourable: ["n"]}
        groups: [\(columns.joined(separator: ", "))]
        \(intersections ? "intersections: [[\(columns.joined(separator: ", "))]]" : "")
      requirements:
        - {id: parity, metric: selection-rate, across: [\(across)], \(requirement)}
      replicates: 0
      power: false
      \(privacy)
      """
    let plan = try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: Catalogue.cards)
    var values = Dictionary(uniqueKeysWithValues: columns.map { ($0, [String]()) })
    values["d"] = []
    for row in people {
      for (decision, count) in [("y", row.favourable), ("n", row.unfavourable)] {
        for (column, label) in zip(columns, row.labels) {
          values[column]! += [String](repeating: label, count: count)
        }
        values["d"]! += [String](repeating: decision, count: count)
      }
    }
    return try Audit.record(of: plan, values: values)
  }

  private static let small: [(labels: [String], favourable: Int, unfavourable: Int)] = [
    (["f", "x"], 40, 60), (["f", "y"], 7, 90), (["f", "z"], 61, 33), (["m", "x"], 77, 45), (["m", "y"], 51, 64),
    (["m", "z"], 3, 9),
  ]

  @Test("an audit that judges groups of fewer people than may be shown is refused")
  func judgesFew() throws {
    let record = try Self.record(
      Self.small, columns: ["sex", "area"],
      requirement: "compare: ratio, reference: highest, at-least: 0.8, minimum-count: 5")
    let error = try #require(throws: (any Error).self) { try PublicBundle(record) }
    #expect("\(error)".contains("minimum-count to 11"))
  }

  @Test("small counts are hidden, and so is a share that is made of one")
  func hides() throws {
    let edition = try PublicBundle(Self.record(Self.small, columns: ["sex", "area"])).record
    let grouping = try #require(edition.groupings.first { $0.grouping == ["sex", "area"] })
    let group = try #require(grouping.groups.first { $0.group == ["f", "y"] })
    #expect(group.shares.first?.numerator == PublicCount(nil))
    #expect(group.shares.first?.value == nil && group.shares.first?.interval == nil)
    #expect(edition.hiding.hidden >= 4)
    for grouping in edition.groupings {
      for group in grouping.groups {
        for share in group.shares where share.hides { #expect(share.value == nil && share.interval == nil) }
      }
      let firstHidden = grouping.groups.firstIndex { $0.hides } ?? grouping.groups.endIndex
      #expect(grouping.groups[firstHidden...].allSatisfy { $0.hides })
      #expect(
        grouping.groups[firstHidden...].map(\.group)
          == grouping.groups[firstHidden...].map(\.group).sorted(by: [Label].areInOrder))
    }
  }

  @Test("an audit without small counts is shown whole")
  func showsAll() throws {
    let people = Self.small.map {
      (labels: $0.labels, favourable: 20 + $0.favourable, unfavourable: 20 + $0.unfavourable)
    }
    let record = try Self.record(people, columns: ["sex", "area"])
    let edition = try PublicBundle(record).record
    #expect(edition.hiding.hidden == 0)
    #expect(edition.overall == record.verdict.overall)
    #expect(edition.findings.allSatisfy { $0.hidden == nil })
    #expect(edition.findings.compactMap(\.verdict).count == record.findings.count)
  }

  @Test("a public record is read as it was written, and says c where a count is hidden")
  func decodes() throws {
    let edition = try PublicBundle(Self.record(Self.small, columns: ["sex", "area"])).record
    let text = try Canonical.text(edition)
    #expect(text.contains("\"hidden\": \"c\"") || text.contains("\"hidden\":\"c\""))
    #expect(try Canonical.value(PublicRecord.self, from: Array(text.utf8)) == edition)
  }

  @Test("no digest of the record, its inputs or its plan is in an edition")
  func digests() throws {
    let bundle = try PublicBundle(Self.record(Self.small, columns: ["sex", "area"]))
    let sealed = try SealedRecord(Self.record(Self.small, columns: ["sex", "area"]))
    let text = bundle.text()
    #expect(!text.contains(sealed.digest.hex.prefix(8)))
    #expect(!text.contains(sealed.digest.fingerprint.prefix(9)))
    #expect(!text.contains("sha256"))
    #expect(text.contains("not linked to a full record"))
    let key = try #require(PseudonymKey((0..<32).map { UInt8($0) }))
    let linked = try PublicBundle(
      Self.record(Self.small, columns: ["sex", "area"]), link: key.link(to: sealed.digest.hex)
    ).text()
    #expect(linked.contains(key.link(to: sealed.digest.hex)) && !linked.contains("not linked to a full record"))
    #expect(!linked.contains(sealed.digest.hex.prefix(8)))
  }

  @Test("no candidate for a hidden count is confirmed: the only digests are those of the edition's own files")
  func oracle() throws {
    let bundle = try PublicBundle(Self.record(Self.small, columns: ["sex", "area"]))
    let text = bundle.text()
    let digests = text.matches(of: /[0-9a-f]{64}/).map { String($0.output) }
    #expect(digests == bundle.ownDigests.map(\.hex))
    // Whoever knows all but one count rebuilds the record for each candidate.
    for change in -6...3 {
      var other = Self.small
      for (row, sign) in [(1, 1), (2, -1), (4, -1), (5, 1)] {
        other[row].favourable += sign * change
        other[row].unfavourable -= sign * change
      }
      guard other.allSatisfy({ $0.favourable >= 0 && $0.unfavourable >= 0 }) else { continue }
      let candidate = try SealedRecord(Self.record(other, columns: ["sex", "area"]))
      #expect(!text.contains(candidate.digest.hex.prefix(8)))
      #expect(!text.contains(candidate.digest.fingerprint.prefix(9)))
    }
  }

  @Test("a threshold of the plan is the one that counts are hidden by")
  func minimumCell() throws {
    let edition = try PublicBundle(
      Self.record(Self.small, columns: ["sex", "area"], privacy: "privacy: {minimum-cell: 3}")
    ).record
    #expect(edition.hiding.minimumCell == 3)
    #expect(edition.hiding.hidden == 0)
  }

  @Test("a small group in which everybody had the same decision tells nobody so")
  func sameForAll() throws {
    var people = Self.small
    people[5] = (["m", "z"], 0, 20)
    let edition = try PublicBundle(Self.record(people, columns: ["sex", "area"])).record
    let grouping = try #require(edition.groupings.first { $0.grouping == ["sex", "area"] })
    let group = try #require(grouping.groups.first { $0.group == ["m", "z"] })
    #expect(group.shares.first?.numerator.count == nil)
    #expect(edition.risk.sameForAll == [])
  }

  @Test("an edition that contains the last one does not show the few who came since")
  func cumulative() throws {
    let last: [(labels: [String], favourable: Int, unfavourable: Int)] = [
      (["a"], 112, 100), (["b"], 140, 200), (["c"], 45, 50),
    ]
    let now: [(labels: [String], favourable: Int, unfavourable: Int)] = [
      (["a"], 115, 104), (["b"], 156, 215), (["c"], 65, 65),
    ]
    let first = try PublicBundle(Self.record(last, columns: ["g"], intersections: false)).record
    #expect(first.hiding.hidden == 0)
    var record = try Self.record(now, columns: ["g"], intersections: false)
    #expect(try PublicBundle(record).record.hiding.hidden == 0)
    record.privacy = PublishingPolicy(cumulative: true, published: [first])
    let edition = try PublicBundle(record).record
    #expect(edition.hiding.isDefendedAgainstLast)
    let groups = try #require(edition.groupings.first { $0.grouping == ["g"] }).groups
    let shown = try #require(groups.first { $0.group == ["a"] })
    #expect(shown.people?.count == nil)
    // Something else is hidden with it: another group, or the totals.
    #expect(edition.hiding.hidden >= 2)
    // An edition of other people is no part of this one.
    record.privacy?.published = [try PublicBundle(Self.record(Self.small, columns: ["g", "h"])).record]
    #expect(throws: EditionError.self) { _ = try PublicBundle(record) }
  }

  @Test(
    "what can be worked out from what is shown: everybody of B had the same decision, and B is half of all people away")
  func risk() throws {
    let people: [(labels: [String], favourable: Int, unfavourable: Int)] = [
      (["A"], 30, 10), (["B"], 12, 0), (["C"], 58, 90),
    ]
    let record = try Self.record(
      people, columns: ["g"], intersections: false, privacy: "privacy: {minimum-cell: 3}")
    let risk = try PublicBundle(record).record.risk
    #expect(risk.fewestDecisions == 1)
    #expect(risk.largestDistance == 0.5)
    #expect(risk.smallestCount == 12)
    #expect(risk.sameForAll == [PublicGroupName(grouping: ["g"], group: ["B"])])
  }

  @Test("records that anybody may have made end in a sentence, never in a crash")
  func forged() throws {
    let record = try Self.record(Self.small, columns: ["sex", "area"])
    func refuses(_ change: (inout Record) -> Void) {
      var forged = record
      change(&forged)
      #expect(throws: EditionError.self) { _ = try PublicBundle(forged) }
    }
    refuses { $0.units.judged = .max }
    refuses { $0.units.received += 1 }
    refuses { $0.groupings[0].groups[0].count = -1 }
    refuses { $0.groupings[0].groups[0].group = [] }
    refuses { $0.estimates[0].numerator = 1e18 }
    refuses { $0.estimates[0].denominator = -5 }
    refuses { $0.privacy = PublishingPolicy(minimumCell: .min) }
    refuses { $0.privacy = PublishingPolicy(minimumCell: .max) }
    refuses { $0.labels = nil }
  }

  @Test("the words of an edition pass the lint")
  func words() throws {
    #expect(
      WordingLint.violations(in: try PublicBundle(Self.record(Self.small, columns: ["sex", "area"])).text()) == [])
  }

  @Test("what people read needs eight years of school")
  func grade() throws {
    let bundle = try PublicBundle(Self.record(Self.small, columns: ["sex", "area"]))
    let lines = bundle.markdown.replacing("\\", with: "").split(separator: "\n").filter { line in
      !line.hasPrefix("|") && !line.hasPrefix("#") && line.contains(where: \.isLetter)
    }
    let text = lines.map { $0.hasSuffix(".") ? $0 + " " : $0 + ". " }.joined()
    let sentences = text.split(whereSeparator: { ".!?".contains($0) }).filter { $0.contains(where: \.isLetter) }.count
    let words = text.split { !($0.isLetter || $0 == "’") }
    let syllables = words.reduce(0) { sum, word in
      let groups = word.lowercased().split { !"aeiouy".contains($0) }.count
      return sum + max(1, groups - (word.hasSuffix("e") && groups > 1 ? 1 : 0))
    }
    let grade =
      0.39 * Double(words.count) / Double(sentences) + 11.8 * Double(syllables) / Double(words.count) - 15.59
    #expect(grade <= 8)
  }
}
