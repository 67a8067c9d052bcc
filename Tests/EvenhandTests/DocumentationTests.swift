import Evenhand
import Foundation
import Testing

/// Documents that are made from the code are fresh, and what documents promise exists.
struct DocumentationTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(Support.checkout)/\(path)", encoding: .utf8)
  }

  @Test func theCatalogueIsFresh() throws {
    #expect(try text("docs/metrics.md") == CatalogueDocument.markdown, "run: evenhand metrics --write docs/metrics.md")
  }

  @Test func thePlanReferenceIsFresh() throws {
    #expect(try text("docs/plan.md") == PlanSchema.markdown, "run: evenhand schema plan --markdown > docs/plan.md")
  }

  @Test func theProfilesAreFresh() throws {
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Files.write(Array(ProfilePages.document.utf8), to: "\(Support.checkout)/docs/profiles.md")
    }
    #expect(try text("docs/profiles.md") == ProfilePages.document, "run with RECORD_SNAPSHOTS=1")
  }

  @Test func everyNameIsExplained() {
    for name in Explanation.names {
      #expect((Explanation.text(for: name) ?? "").count > name.count + 10, "\(name)")
    }
    #expect(Explanation.text(for: "no such thing") == nil)
    #expect(Set(Explanation.names).count == Explanation.names.count)
  }

  @Test func everyMethodOfARecordIsExplained() async throws {
    for (dataset, plan) in RecordContractTests.plans {
      let record = try await Support.record(dataset: dataset, plan: plan)
      var methods = Set(record.estimates.compactMap(\.interval?.method))
      methods.formUnion(record.disparities.compactMap(\.interval?.method))
      methods.formUnion(record.disparities.compactMap(\.test?.name))
      methods.formUnion(record.disparities.compactMap(\.test?.adjusted?.method))
      methods.formUnion(record.summaries.compactMap(\.interval?.method))
      methods.formUnion(record.associations.map(\.test.name))
      methods.formUnion(record.findings.compactMap(\.interval?.method))
      for method in methods { #expect(Explanation.text(for: method.rawValue) != nil, "\(method)") }
    }
  }

  @Test func theMethodsPageSpeaksOfEveryMethod() throws {
    let page = try text("docs/methods.md")
    #expect(Set(MethodNotes.all.map(\.id)).count == MethodNotes.all.count)
    for note in MethodNotes.all { #expect(page.contains("`\(note.id)`"), "\(note.id)") }
  }

  @Test func theReadmesPathsExist() throws {
    let readme = try text("README.md")
    for match in readme.matches(of: /\]\(([^)#:]+)\)/) {
      let path = String(match.1)
      #expect(FileManager.default.fileExists(atPath: "\(Support.checkout)/\(path)"), "\(path)")
    }
  }
}
