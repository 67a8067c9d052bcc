import Evenhand
import Foundation
import Testing
import _AuditTesting

/// The bundles in `reports/`, which people read, are what the program makes now.
///
/// Numbers may differ in their last digits on another processor family, so the record is compared within 1e-9 and the
/// reports are rendered from the committed record, byte by byte. `scripts/sample-reports` writes them anew.
struct SampleBundleTests {
  static let bundles = [
    ("berkeley-admissions-1973", "berkeley-admissions-1973", "evenhand.yaml"),
    ("compas-two-year", "compas-two-year", "evenhand.yaml"),
    ("compas-two-year-as-published", "compas-two-year", "as-published.yaml"),
    ("feed-controls", "feed-controls", "evenhand.yaml"),
    ("job-recommendations", "job-recommendations", "evenhand.yaml"),
  ]

  @Test(arguments: bundles) func theRecordIsWhatTheDataGiveNow(
    _ name: String, _ dataset: String, _ plan: String
  ) async throws {
    let record = try await Support.record(dataset: dataset, plan: plan)
    let now = try JSONValue(parsing: Array(record.canonicalText().utf8))
    let committed = try JSONValue(parsing: Files.read("\(Support.checkout)/reports/\(name)/record.json"))
    let difference = firstDifference(now, committed, at: "")
    #expect(difference == nil, "run scripts/sample-reports and read what changed: \(difference ?? "")")
  }

  @Test(arguments: bundles) func theReportsAreWhatTheRecordGivesNow(
    _ name: String, _ dataset: String, _ plan: String
  ) throws {
    let folder = "\(Support.checkout)/reports/\(name)"
    let record = try Record(parsing: Files.read("\(folder)/record.json"))
    func text(_ file: String) throws -> String { String(decoding: try Files.read("\(folder)/\(file)"), as: UTF8.self) }
    let body = try Report.body(of: SealedRecord(record))
    let annex = try Report.annex(of: SealedRecord(record))
    let dossier = try Report.dossier(of: SealedRecord(record))
    #expect(try MarkdownRenderer().render(body) == text("report.md"), "run scripts/sample-reports")
    #expect(try HTMLRenderer().render(body) == text("report.html"), "run scripts/sample-reports")
    #expect(try MarkdownRenderer().render(annex) == text("annex.md"), "run scripts/sample-reports")
    #expect(try HTMLRenderer().render(annex) == text("annex.html"), "run scripts/sample-reports")
    #expect(try MarkdownRenderer().render(dossier) == text("dossier.md"), "run scripts/sample-reports")
    #expect(try HTMLRenderer().render(dossier) == text("dossier.html"), "run scripts/sample-reports")
    #expect(try text("plan.yaml") == text("../../datasets/\(dataset)/\(plan)"), "run scripts/sample-reports")
    for line in try text("SHA256SUMS").split(separator: "\n") {
      let parts = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
      #expect(try Digest(of: Files.read("\(folder)/\(parts[1])")).hex == parts[0], "\(parts[1])")
    }
  }

  @Test(arguments: bundles) func everySentenceKeepsToTheWritingGuide(
    _ name: String, _ dataset: String, _ plan: String
  ) throws {
    let folder = "\(Support.checkout)/reports/\(name)"
    let record = try Record(parsing: Files.read("\(folder)/record.json"))
    let exempt = record.metrics.flatMap(\.sources) + record.requirements.compactMap(\.origin)
    for finding in record.findings { #expect(WordingLint.violations(in: finding.sentence, exempt: exempt) == []) }
    for card in record.metrics {
      for text in [card.question, card.formula, card.reading] + card.caveats {
        #expect(WordingLint.violations(in: text, exempt: exempt) == [])
      }
    }
  }

  private func firstDifference(_ left: JSONValue, _ right: JSONValue, at path: String) -> String? {
    switch (left, right) {
    case (.null, .null): return nil
    case (.bool(let one), .bool(let two)): return one == two ? nil : path
    case (.number(let one), .number(let two)):
      return (one - two).magnitude <= 1e-9 * max(1, one.magnitude) ? nil : "\(path): \(one) and \(two)"
    case (.string(let one), .string(let two)): return Label(one) == Label(two) ? nil : "\(path): \(one) and \(two)"
    case (.array(let one), .array(let two)):
      guard one.count == two.count else { return "\(path): \(one.count) and \(two.count) elements" }
      return zip(one, two).enumerated().lazy.compactMap { firstDifference($1.0, $1.1, at: "\(path)[\($0)]") }.first
    case (.object(let one), .object(let two)):
      guard one.map(\.key) == two.map(\.key) else { return "\(path): other members" }
      return zip(one, two).lazy.compactMap { firstDifference($0.value, $1.value, at: "\(path).\($0.key)") }.first
    default: return "\(path): another kind of value"
    }
  }
}
