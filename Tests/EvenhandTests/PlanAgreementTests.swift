import AuditMetrics
import AuditPolicy
import AuditRecord
import Foundation
import Testing

@testable import Evenhand

/// A record that was made by a plan agrees with it, whatever is measured.
struct PlanAgreementTests {
  /// The plan of a data set with every metric that its columns can give.
  private static func plan(_ dataset: String, _ more: String) throws -> [UInt8] {
    var text = try String(contentsOfFile: "\(Support.checkout)/datasets/\(dataset)/evenhand.yaml", encoding: .utf8)
    text = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("metrics:") }
      .joined(separator: "\n")
    text = text.replacing("\nrequirements:\n", with: "\nrequirements:\n\(more)")
    func with(_ ids: [String]) -> [UInt8] { Array((text + "\nmetrics: [\(ids.joined(separator: ", "))]\n").utf8) }
    let ids = Catalogue.cards.map(\.id).filter { id in
      (try? PlanReader.read(with([id]), file: "plan.yaml", catalogue: Catalogue.cards)) != nil
    }
    #expect(ids.count >= 3, "\(dataset): \(ids)")
    return with(ids)
  }

  @Test(arguments: [
    ("compas-two-year", ""), ("berkeley-admissions-1973", ""), ("job-recommendations", ""),
    (
      "feed-controls",
      "  - {id: users-of-it, metric: setting-share, across: gender, of: [\"off\", low], at-least: 0.1}\n"
    ),
  ])
  func everyMetricIsThatOfThePlan(_ dataset: String, _ more: String) throws {
    let bytes = try Self.plan(dataset, more)
    let plan = try PlanReader.read(bytes, file: "plan.yaml", catalogue: Catalogue.cards)
    let record = try Audit.run(plan, folder: "\(Support.checkout)/datasets/\(dataset)")
    #expect(PlanAgreement.differences(record, plan: bytes) == [], "\(dataset)")
    for index in record.metrics.indices {
      var forged = record
      forged.metrics[index].counted += " at last"
      #expect(PlanAgreement.differences(forged, plan: bytes) == ["plan.yaml states its metrics otherwise"])
    }
  }
}
