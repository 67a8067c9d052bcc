import AuditRecord
import Testing

@testable import AuditReport

@Suite struct HTMLRendererTests {
  /// Pages by name; each is rendered and read once.
  private static let pages: [SampleDocument: (text: String, markup: MarkupChecker)] = Dictionary(
    uniqueKeysWithValues: SampleDocument.allCases.map { name in
      let page = HTMLRenderer().render(name.document)
      return (name, (page, MarkupChecker(page)))
    })

  @Test(arguments: SampleDocument.allCases) func isWellFormed(_ name: SampleDocument) throws {
    #expect(try markup(name).problems == [])
  }

  @Test(arguments: SampleDocument.allCases) func needsNothingElse(_ name: SampleDocument) throws {
    let page = try text(name)
    let tags = try markup(name).tags
    let names = Set(tags.map(\.name))
    #expect(
      names.isDisjoint(with: ["script", "link", "img", "iframe", "object", "image", "use", "foreignObject", "details"]))
    #expect(tags.allSatisfy { $0.attributes["src"] == nil && $0.attributes["style"] == nil })
    #expect(tags.allSatisfy { tag in tag.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    let ids = Set(tags.compactMap { $0.attributes["id"] })
    let elsewhere = name.document.elsewhere
    let others = Set(elsewhere?.headings.map { "\(elsewhere?.name ?? "").html#\($0.id)" } ?? [])
    for target in tags.compactMap({ $0.attributes["href"] }) {
      #expect(
        target.hasPrefix("https://") || (target.hasPrefix("#") && ids.contains(String(target.dropFirst())))
          || others.contains(target))
    }
    #expect(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
    let sheet = page.split(separator: "<style>")[1].split(separator: "</style>")[0]
    #expect(!sheet.contains("@import") && !sheet.contains("url("))
  }

  @Test(arguments: SampleDocument.allCases) func chartsHaveNameAndDescription(_ name: SampleDocument) throws {
    let tags = try markup(name).tags
    let charts = tags.indices.filter { tags[$0].attributes["role"] == "img" }
    #expect(!charts.isEmpty || name.isWithoutAnnex)
    for chart in charts {
      #expect(tags[chart].name == "svg" && tags[chart].attributes["tabindex"] == nil)
      let (title, description) = (tags[chart + 1], tags[chart + 2])
      #expect(title.name == "title" && description.name == "desc")
      let ids = [title, description].compactMap { $0.attributes["id"] }.joined(separator: " ")
      #expect(tags[chart].attributes["aria-labelledby"] == ids)
    }
  }

  @Test(arguments: SampleDocument.allCases) func tablesAreReadAloudWell(_ name: SampleDocument) throws {
    let tags = try markup(name).tags
    #expect(tags.count { $0.name == "table" } == tags.count { $0.name == "caption" })
    #expect(tags.filter { $0.name == "th" }.allSatisfy { ["row", "col", "rowgroup"].contains($0.attributes["scope"]) })
    let regions = tags.filter { $0.attributes["class"]?.hasPrefix("scroll") == true }
    // A matrix and a table of findings change their form instead.
    #expect(regions.count == tags.count { $0.name == "table" && $0.attributes["class"] == nil })
    #expect(
      regions.allSatisfy {
        $0.attributes["tabindex"] == "0" && ($0.attributes["aria-labelledby"] ?? $0.attributes["aria-label"]) != nil
      })
  }

  @Test(arguments: SampleDocument.allCases) func headingsNeverSkipALevel(_ name: SampleDocument) throws {
    let levels = try markup(name).tags.compactMap { tag in
      tag.name.count == 2 && tag.name.hasPrefix("h") ? Int(tag.name.dropFirst()) : nil
    }
    #expect(levels.first == 1)
    #expect(levels.count { $0 == 1 } == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
  }

  private func text(_ name: SampleDocument) throws -> String { try #require(HTMLRendererTests.pages[name]).text }

  private func markup(_ name: SampleDocument) throws -> MarkupChecker {
    try #require(HTMLRendererTests.pages[name]).markup
  }

  @Test func theTitleHoldsTheVerdict() throws {
    let page = try text(.compasBody)
    #expect(page.contains("<title>Requirements not met – Risk scores, Broward County</title>"))
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.contains("class=\"skip\""))
  }

  @Test func everyPrintedPageNamesTheResults() throws {
    let record = Sample.compas
    let fingerprint = Digest(of: Array(try record.canonicalText().utf8)).fingerprint
    let page = try text(.compasBody)
    #expect(page.contains("Results \(fingerprint)\";"))
    #expect(page.contains("counter(page) \" of \" counter(pages)"))
  }
}
