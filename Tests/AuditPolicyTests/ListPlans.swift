import AuditMetrics
import AuditPolicy
import AuditRecord

/// Cards of every side and measure, none of them of the catalogue.
enum ListCards {
  static func card(
    _ id: String, _ side: MetricSide, _ measure: Measure, needs: [Role], least: Double? = 0, most: Double? = 1,
    ideal: Double? = nil, comparison: Comparison = .ratio
  ) -> MetricCard {
    MetricCard(
      id: id, name: id, question: "?", formula: "f", counted: "c", among: "a", reading: "r", needs: needs, side: side,
      measure: measure, least: least, most: most, ideal: ideal, comparison: comparison, sources: ["none"])
  }

  static let all = [
    card("quality", .receivers, .average, needs: [.lists, .relevance, .userGroups], comparison: .difference),
    card("depth-read", .receivers, .average, needs: [.lists, .userGroups], most: nil),
    card("lift", .receivers, .average, needs: [.lists, .userGroups], least: nil, most: nil, comparison: .difference),
    card("left-out", .receivers, .proportion, needs: [.lists, .recipients, .userGroups], comparison: .difference),
    card("shown", .providers, .average, needs: [.lists, .itemGroups], most: nil),
    card("share", .providers, .average, needs: [.lists, .itemGroups, .target]),
    card(
      "log-share", .providers, .average, needs: [.lists, .itemGroups, .target], least: nil, most: nil,
      comparison: .value),
    card("clicked", .providers, .average, needs: [.lists, .itemGroups, .engagement], most: nil),
    card(
      "divergence", .providers, .whole, needs: [.lists, .itemGroups, .target], most: nil, ideal: 0, comparison: .value),
    card("concentration", .providers, .whole, needs: [.lists, .items], ideal: 0, comparison: .value),
    card("apart", .receivers, .whole, needs: [.lists, .userGroups, .setting], ideal: 0, comparison: .value),
    card("uptake", .receivers, .proportion, needs: [.lists, .userGroups, .setting]),
    card("novelty", .receivers, .whole, needs: [.lists, .history], ideal: 0, comparison: .value),
  ]

  /// With the catalogue's cards about decisions.
  static let catalogue = Catalogue.cards.filter { $0.side == .decisions } + all
}

/// Reads a plan whose metrics are those of ``ListCards``.
func readLists(_ text: String) -> Result<Plan, PlanErrors> {
  Result { () throws(PlanErrors) in
    try PlanReader.read(Array(text.utf8), file: "evenhand.yaml", catalogue: ListCards.catalogue)
  }
}

/// The errors of a plan whose metrics are those of ``ListCards``.
func listErrors(_ text: String) -> [PlanError] {
  if case .failure(let failure) = readLists(text) { failure.errors } else { [] }
}

extension Plans {
  /// A plan of ranked lists with nothing that could be left out.
  static let smallLists = """
    audit: {title: T}
    recommendations:
      source: r.csv
      columns: {user: u, item: i, rank: r}

    """

  /// A plan of ranked lists and both sides, with lines for `recommendations` and for requirements.
  static func lists(_ more: String = "", target: String = "", requiring lines: String = "") -> String {
    let targetLine = target.isEmpty ? "" : "  target: \(target)\n"
    let moreLines = more.split(separator: "\n").map { "  \($0)\n" }.joined()
    let requirement =
      lines.isEmpty
      ? "" : "requirements:\n  - id: r\n" + lines.split(separator: "\n").map { "    \($0)\n" }.joined()
    return smallLists + """
        users: {source: u.csv, groups: [gender, years]}
        items: {source: i.csv, groups: [provider, genre]}

      """ + targetLine + moreLines + requirement
  }

  /// A plan with every key of ranked lists that this version reads.
  static let fullLists = """
    audit: {title: Jobs}
    recommendations:
      source: {files: [lists.csv, shards/*.csv.gz], format: csv, delimiter: tab}
      delimiter: ;
      columns: {user: user_id, item: item_id, rank: rank, score: score, engagement: clicked}
      users:
        source: users.csv
        id: person
        groups: [gender, {name: years, column: age, bins: [18, 30, 45, 66]}]
      items:
        source: [items.csv, more.csv]
        id: job
        groups:
          - provider
          - {name: genre, column: genres, multiple: "|", counting: full, target: uniform}
          - {name: topic, column: topics, multiple: ", ", counting: fractional}
          - {name: place, column: region, target: [{group: A, share: 0.6}, {group: "2", share: 0.4}]}
          - {name: pay, column: salary, bins: [0, 10, 20]}
        popularity: times
      relevant: {source: relevant.csv, user: who, item: what, grade: rating, at-least: 4}
      history: {source: {files: history.inter, format: recbole}, user: user, item: item}
      before: {source: may.csv, rank: place}
      baseline: {source: anybody.csv, item: what}
      audience: {source: audience.csv, id: reader}
      depth: 20
      attention: {geometric: 0.85}
      intersections: [[years, gender]]
      target: catalogue
      tail: 0.3
      unknown: ["", unknown]
    requirements:
      - {id: a, metric: quality, across: [gender, [years, gender]], compare: ratio, reference: highest, at-least: 0.9}
      - {id: b, metric: share, across: [genre, place], reference: target, between: [0.8, 1.25]}
      - {id: c, metric: concentration, compare: value, at-most: 0.4}
    metrics: [shown]

    """
}
