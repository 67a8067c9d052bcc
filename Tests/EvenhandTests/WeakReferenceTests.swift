import Evenhand
import Testing
import _AuditTesting

/// What is said of a reference with which little can be shown.
@Suite struct WeakReferenceTests {
  private static func warnings(_ sizes: [String: Int], requirements: [String]) async throws -> [DataWarning] {
    let plan = """
      audit: {title: Weak}
      decisions:
        source: d.csv
        columns: {decision: d, favourable: ["1"], count: n}
        groups: [g]
      replicates: 0
      requirements:
      \(requirements.map { "  - \($0)" }.joined(separator: "\n"))
      """
    let file =
      "g,d,n\n"
      + sizes.sorted { $0.key < $1.key }.map { "\($0.key),1,\($0.value / 2)\n\($0.key),0,\($0.value - $0.value / 2)\n" }
      .joined()
    let record = try await Support.inFolder { folder in
      try Files.write(Array(file.utf8), to: Path.join(folder, "d.csv"))
      let plan = try PlanReader.read(Array(plan.utf8), file: "plan.yaml", catalogue: Catalogue.cards)
      return try Audit.run(plan, folder: folder)
    }
    return record.warnings.filter { $0.code == .weakReference }
  }

  private static func requirement(_ id: String, _ reference: String) -> String {
    "{id: \(id), metric: selection-rate, across: [g], compare: ratio, reference: \(reference), at-least: 0.8}"
  }

  /// Two requirements rest on one group, and each is told so.
  @Test func eachRequirementIsTold() async throws {
    let warnings = try await Self.warnings(
      ["a": 100, "b": 5_000],
      requirements: [Self.requirement("r", "{group: a}"), Self.requirement("s", "{group: a}")])
    #expect(warnings.map(\.requirement) == ["r", "s"])
    #expect(warnings.allSatisfy { $0.labels.map(\.label) == ["b"] })
  }

  /// No advice leads to another: of two groups as large, neither is proposed in the place of the other.
  @Test func noGroupIsProposedThatIsWeakItself() async throws {
    for reference in ["{group: a}", "{group: b}"] {
      let warnings = try await Self.warnings(
        ["a": 210, "b": 210], requirements: [Self.requirement("r", reference)])
      #expect(warnings.allSatisfy { $0.labels.isEmpty && $0.role == "never-met" })
    }
    let small = try await Self.warnings(["a": 60, "b": 120], requirements: [Self.requirement("r", "{group: a}")])
    #expect(small.count == 1 && small[0].labels.isEmpty)
  }
}
