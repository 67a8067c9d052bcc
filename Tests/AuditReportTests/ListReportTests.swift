import AuditRecord
import Testing

@testable import AuditReport

@Suite struct ListReportTests {
  private func text(_ record: Record) -> String {
    MarkdownRenderer().render(Report.whole(of: sealed(record))).replacing("\u{A0}", with: " ")
  }

  private func changed(_ change: (inout Record) -> Void) -> String {
    var record = Sample.lists
    change(&record)
    return text(record)
  }

  private static func section(_ title: String, of text: String) -> Substring? {
    text.split(separator: "\n## ").first { $0.prefix { $0 != "\n" }.hasSuffix(title) }
  }

  /// Words of decisions about people have no place where there are none.
  @Test(arguments: [
    "Favourable decision", "favourable decision", "decision about any one person", "every decision as one person",
    "comparison rate", "a rate could change", "Stratum", "Of the people counted, how many in every 100 got a decision",
    "decisions that were really made", "in the decisions of", "by everybody", "Purpose of the decisions",
  ])
  func listsAreNoDecisions(_ words: String) {
    #expect(!text(Sample.lists).contains(words))
  }

  @Test func theOpeningSpeaksOfLists() {
    #expect(text(Sample.lists).contains("job recommender, version 1.0. Synthetic data: lists, 2026-07-01 to"))
    #expect(text(Sample.both).contains("data: decisions and lists about "))
    #expect(text(Sample.both).contains("whether any one decision was right"))
  }

  @Test func saysWhatIsSampledAndWhatIsFixed() {
    let text = text(Sample.lists)
    #expect(text.contains("People, with their lists, are a sample. Items, their groups and the system are fixed."))
    #expect(text.contains("not of new items or of a system that was trained again"))
    #expect(!self.text(Sample.berkeley).contains("catalogue"))
  }

  @Test func everyTableAccountsForItsRows() {
    let text = text(Sample.lists)
    #expect(
      text.contains(
        "| Lists | recommendations.csv | 13,769 | 13,640 | 120: the place lies beyond the depth; 9: the person is not in the table of people |"
      ))
    #expect(text.contains("9,400: the grade is too low to be relevant; 88: the item is not in the table of items |"))
    #expect(text.contains("| sector | Not known | 3 | \\[z\\] |"))
    #expect(text.contains("The sector of 3 items is not known."))
    #expect(text.contains("**Items with several labels of sector**: the labels share the item in equal parts"))
  }

  @Test func rowsOfDecisionsAreCountedWithoutThoseOfLists() {
    let text = text(Sample.both)
    #expect(
      text.contains("| Received | 26 | 4,528 |\n| Left out: the decision is missing | 2 | 2 |\n| Judged | 24 | 4,526 |")
    )
    #expect(text.contains("**Every row of decisions that was received is judged or left out for a stated reason**"))
    #expect(text.contains("26 of 4,526 judged decisions have no outcome."))
    #expect(!self.text(Sample.lists).contains("| Judged |"))
  }

  @Test func whatListsRestOn() throws {
    let section = try #require(ListReportTests.section("Lists", of: text(Sample.lists)))
    #expect(section.contains("1,428 people should have received a list; 1,364 lists were read."))
    #expect(section.contains("3 lists are shorter than the depth of 10; what is not there counts as nothing."))
    #expect(section.contains("24 of 13,640 positions share their place with another;"))
    #expect(section.contains("Nothing relevant is known for 12 people with a list."))
    #expect(section.contains("Attention is assumed, not measured. The plan takes the model “logarithmic”."))
  }

  @Test func whoReceives() throws {
    let section = try #require(ListReportTests.section("All measurements", of: text(Sample.lists)))
    #expect(section.contains("**List quality (NDCG) by gender, compared with male, the highest number**"))
    #expect(section.contains("| female | 666 | 0.344 (0.329 to 0.359) | "))
    #expect(section.contains("| male | 655 | −0.0300 (−0.0530 to −0.00702) |"))
    #expect(section.contains("| male | 31 of 690 | 4.5 % ("))
  }

  @Test func whatIsNotKnownIsSaid() {
    let text = changed { record in
      record.lists?.recipients = nil
      record.lists?.short = 0
      record.lists?.tied = 0
      record.lists?.withoutRelevance = nil
      record.lists?.relevance = nil
    }
    #expect(text.contains("1,364 lists were read. The plan does not say who should have received one."))
    #expect(text.contains("Every list is at least 10 positions long"))
    #expect(text.contains("No two items of a list share a place."))
    #expect(!text.contains("relevant is known") && !text.contains("recorded relevance"))
  }

  @Test func whoIsShown() throws {
    let section = try #require(ListReportTests.section("Lists", of: text(Sample.lists)))
    #expect(
      text(Sample.lists).contains("| small | 1,364 | 34.1 % (33.1 to 35.2) | 51.3 % (0.666) |"))
    #expect(
      section.contains("**Chart: Of all attention up to rank 10, small gets 34.1 %, where the target is 51.3 %**"))
    #expect(
      section.contains("Items of small hold fewer of the first positions than chance would leave them, first at rank 1")
    )
    #expect(section.contains("| small | 51.3 % | 30.7 % (48.6 % to 53.9 %) |"))
    #expect(section.contains("| Lists that reach the rank | \\[z\\] | 1,364 | 1,364 | 1,361 |"))
    #expect(section.contains("takes every position of every list as an independent draw"))
    #expect(section.contains("The 20 % of items that are shown least get 4.0 % of the attention."))
    #expect(section.contains("7 items of 400 were in no list."))
    #expect(section.contains("| Share of exposure by employer\\_size | small | 34.1 % | 33.9 % |"))
    #expect(section.contains("| Concentration of exposure (Gini) | all items | 0.333 | \\[x\\] realised value |"))
    #expect(
      section.contains(
        "| Divergence of the ranking (NDKL) | items by employer\\_size | 0.0535 | 0.0470 to 0.0600 | 0 |"))
  }

  @Test func gapsOfNumbersAreCalledThat() {
    #expect(Scale(.difference, isRate: false, isGap: true).header == "Gap")
    #expect(Scale(.difference, isRate: false, isGap: true).text(0.0123456) == "0.0123")
  }

  @Test func aCountThatIsNoShareHasNoTarget() throws {
    let text = changed { record in
      for index in record.estimates.indices where record.estimates[index].metric == "ranked-group-representation" {
        record.estimates[index].target = 0.5
      }
    }
    #expect(text.contains("| small | 700 of 1,364 | 51.3 % (48.7 to 54.0) |"))
  }

  @Test func aSingleListHasNoRange() throws {
    let text = text(Sample.singleList)
    let section = try #require(ListReportTests.section("Lists", of: text))
    #expect(text.contains(" (one list only)"))
    #expect(section.contains("There is one list. The shaded area takes its positions as independent draws."))
    #expect(!section.contains("takes every position of every list"))
    #expect(text.contains("| Group | Counted | Rate (CI) | p, exact test |"))
    #expect(text.contains("(one list only) | 0.040 |") && text.contains("- **Exact test of one ranking**: "))
    #expect(text.contains("1,428 people should have received a list; 1 list was read."))
  }

  @Test func withoutATargetNothingIsSetAgainstIt() throws {
    let text = changed { record in
      record.lists?.target = nil
      for index in record.profiles.indices {
        record.profiles[index].target = []
        record.profiles[index].band = nil
      }
      for index in record.estimates.indices { record.estimates[index].target = nil }
    }
    let section = try #require(ListReportTests.section("Lists", of: text))
    #expect(!section.contains("Dashed, from a hollow") && !section.contains("Shaded") && !section.contains("upright"))
    #expect(section.contains("small gets the largest share, 34.1 %"))
    let judged = changed { record in
      record.lists?.target = nil
      for index in record.profiles.indices { (record.profiles[index].target, record.profiles[index].band) = ([], nil) }
      let groupings = record.groupings.filter { $0.side == .providers }.map(\.grouping)
      for index in record.requirements.indices { record.requirements[index].across = groupings }
    }
    #expect(judged.contains("The 6 groups with the most attention are drawn; the table names the other 2."))
  }

  @Test func listsAtTheTargetStayInTheBand() {
    let text = changed { record in
      for index in record.profiles.indices {
        let target = record.profiles[index].target
        record.profiles[index].positions = target.map { Array(repeating: $0, count: 10) }
      }
    }
    #expect(
      text.contains("**Chart: Every group stays where chance alone would leave its share of the first positions**"))
  }

  @Test func aListOfOnePositionHasNoLines() {
    let text = changed { record in
      record.lists?.depth = 1
      for index in record.profiles.indices {
        record.profiles[index].attention = record.profiles[index].attention.map { [$0[0]] }
        record.profiles[index].positions = record.profiles[index].positions.map { [$0[0]] }
        record.profiles[index].lists = [1364]
        record.profiles[index].band = nil
      }
    }
    #expect(!text.contains("Of all attention up to rank") && text.contains("| Group | Target | To rank 1 |"))
  }

  @Test func ratiosToTheTargetAreCalledThat() {
    let text = text(Sample.lists)
    #expect(text.contains("| Ratio at least 0.8; compared with the share that the plan’s target gives the group |"))
    #expect(text.contains("Groups with fewer than 30 lists are not judged.") && !text.contains("30 people counted"))
    #expect(text.contains("| Group | Value, lists | Ratio (95 % CI) | Verdict |"))
  }

  @Test func aNumberAboutEverythingLiesBetweenNoGroups() {
    let text = text(Sample.lists)
    #expect(text.contains("| over everything | **○ Inconclusive** | 0.333 | \\[x\\] realised value |"))
  }

  @Test func aRatioAndADifferenceWithOneTestShareATable() {
    let text = changed { record in
      let rows = record.disparities.filter { $0.metric == "ndcg" }
      record.disparities += rows.map { row in
        var row = row
        row.comparison = .difference
        row.value = row.isReference ? 0 : -0.1
        row.interval = row.interval.map { Interval(lower: -0.2, upper: -0.05, level: $0.level, method: $0.method) }
        return row
      }
    }
    #expect(
      text.contains(
        "**List quality (NDCG) by gender, compared with male, the highest number**\n\n| Group | Lists | Value (95 % CI) | Ratio (95 % CI) | Difference (95 % CI) | Adjusted p |"
      ))
    #expect(text.contains("0.751 (0.691 to 0.811) | −0.100 (−0.200 to −0.0500) |"))
    #expect(text.contains("### Intervals checked by drawing people again"))
  }

  @Test func methodsOfListsAreExplained() {
    let text = text(Sample.lists)
    for name in [
      "Jackknife over people", "Welch’s t-test", "Paired t-test", "Hotelling’s test", "Realised value",
      "Poisson bootstrap over people", "Intervals that hold at once",
    ] {
      #expect(text.contains("- **\(name)**: "))
    }
    #expect(!text.contains("This version has no words for it") && !text.contains("Multinomial"))
  }

  @Test(arguments: [
    "logarithmic", "logarithmic-flat", "geometric 0.85", "reciprocal", "uniform", "cascade 0.8",
  ])
  func everyModelOfAttentionHasWords(_ model: String) {
    #expect(!AttentionWords.assumption(model).contains("no words"))
    #expect(AttentionWords.assumption("geometric 0.85").contains("0.85 times the one before"))
    #expect(AttentionWords.name("cascade 0.8") == "cascade with patience 0.8")
    #expect(AttentionWords.assumption("telepathic").contains("no words"))
  }
}
