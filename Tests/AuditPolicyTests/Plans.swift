import AuditMetrics
import AuditPolicy
import AuditRecord

/// Reads a plan; the errors, if there are any.
func read(_ text: String) -> Result<Plan, PlanErrors> { read(Array(text.utf8)) }

/// Reads a plan; the errors, if there are any.
func read(_ bytes: [UInt8]) -> Result<Plan, PlanErrors> {
  Result { () throws(PlanErrors) in
    try PlanReader.read(bytes, file: "evenhand.yaml", catalogue: Catalogue.cards)
  }
}

/// The errors of a plan.
func errors(_ text: String) -> [PlanError] { errors(Array(text.utf8)) }

/// The errors of a plan.
func errors(_ bytes: [UInt8]) -> [PlanError] {
  if case .failure(let failure) = read(bytes) { failure.errors } else { [] }
}

/// Plans as text.
enum Plans {
  /// A plan with nothing that could be left out.
  static let small = """
    audit: {title: T}
    decisions:
      source: a.csv
      columns: {decision: d, favourable: y}
      groups: [sex]

    """

  /// A small plan with an outcome and two groups, and one requirement whose lines follow.
  static func requiring(_ lines: String, groups: String = "[sex, race]", more: String = "") -> String {
    """
    audit: {title: T}
    decisions:
      source: a.csv
      columns: {decision: d, favourable: y, outcome: o, positive: p}
      groups: \(groups)
    \(more)requirements:
      - id: r
    \(lines.split(separator: "\n").map { "    \($0)\n" }.joined())
    """
  }

  /// A plan with every key that this version reads.
  static let full = """
    # A plan; & and * are allowed here.
    audit:
      title: "Shortlisting & hiring: *third* quarter"
      system: {name: shortlister, version: "2026.30", artifact: models/model.bin}
      type: independent-audit
      data: synthetic
      window: {from: 2026-07-01, to: 2026-09-30}
      purpose: |
        Who is invited & why.
        "An open quote.
      organisation: Example Ltd
      auditor: {name: Ann Auditor, organisation: Audits Ltd}
      contact: audits@example.org
      previous: 6fe8 8f42 4741 d68d
      distributed: 2026-03-01
    decisions:
      source: [a.csv, shards/*.csv.gz]
      delimiter: ;
      columns:
        subject: applicant_id
        decision: shortlisted
        favourable: ["yes", maybe]
        unfavourable: ["no"]
        outcome: hired
        positive: 1
        negative: [0]
        count: n
      groups: [sex, {name: years, column: age, obtained: third-party, bins: [0, 25, 45.5, 120]}, race]
      intersections: [[race, sex]]
      unknown: ["", unknown]
      within:
        - {column: department, justification: "They apply to one.", approved-by: Head}
        - site
    requirements:
      - id: ratio
        metric: impact-ratio
        across: sex
        compare: ratio
        reference: {group: Male}
        at-least: 0.8
        decide: point
        confidence: 0.9
        minimum-count: 50
        severity: warn
        origin: 29 CFR 1607.4(D), rule of thumb
        owner: Olga Owner
        approved: 2026-05-01
      - {id: odds, metric: equalized-odds, across: [years, [years, race, sex]], at-most: 0.1}
      - {id: gap, metric: recall, compare: difference, reference: complement, between: [-0.05, 5e-2]}
      - {id: rate, metric: selection-rate, across: [sex], compare: value, at-least: 0.1}
      - {id: pooled, metric: conditional-demographic-parity, across: [[sex]], reference: highest, at-least: 0.8}
    metrics: [accuracy, recall, equalized-odds]
    seed: 9007199254740991
    replicates: 0
    power: off
    sign-off: {required: [{role: auditor}, {role: owner}]}

    """
}
