import AuditData
import AuditPolicy
import AuditRecord

/// A group column that was chosen.
struct GroupDraft: Sendable, Hashable {
  var column: String
  /// The limits of its ranges, for a column of numbers.
  var bins: [Double]?
}

/// What was answered, and the plan that comes of it.
struct PlanDraft: Sendable, Hashable {
  var title: String
  var decisions: Decisions?
  var lists: Lists?
  var requirements: [Demand] = []

  /// Files of one table.
  struct Source: Sendable, Hashable {
    var files: [String]
    var delimiter: UInt8?

    init(_ table: TableProfile) { (files, delimiter) = (table.files.map(\.given), table.delimiter) }
  }

  /// Rows of decisions, or of counts.
  struct Decisions: Sendable, Hashable {
    var source: Source
    var form: Form
    var groups: [GroupDraft] = []

    enum Form: Sendable, Hashable {
      case rows(Rows)
      case counts(selected: String, people: String)
    }

    struct Rows: Sendable, Hashable {
      var subject: String?
      var decision: String
      var favourable: [Label]
      var notDecided: [Label] = []
      var outcome: String?
      var positive: [Label] = []
      var count: String?
    }
  }

  /// Ranked lists and the tables beside them.
  struct Lists: Sendable, Hashable {
    var source: Source
    var user: String
    var item: String
    var rank: String?
    var score: String?
    var users: (Table)?
    var items: (Table)?
    var relevant: Source?
    var grade: String?
    var history: Source?
    var audience: Source?

    struct Table: Sendable, Hashable {
      var source: Source
      var groups: [GroupDraft]
    }
  }

  /// What is required of the groups of a column.
  struct Demand: Sendable, Hashable {
    var metric: String
    var across: String
    var reference: Reference = .rule("highest")
    var atLeast = 0.8
    /// What tells it from others whose columns are written with the same letters.
    var number: Int?

    /// Whether it is the rule of thumb, by its metric and its threshold.
    private var isFourFifths: Bool { metric == "selection-rate" && atLeast == 0.8 }
    /// Where its threshold comes from.
    var origin: String? { isFourFifths ? "four-fifths rule of thumb, 29 CFR 1607.4(D)" : nil }
    /// What it is called: by its metric and its column.
    var id: String {
      let words = across.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      let parts = [isFourFifths ? "four-fifths" : metric] + words.map(String.init)
      return (parts + (number.map { ["\($0)"] } ?? [])).joined(separator: "-")
    }

    enum Reference: Sendable, Hashable {
      case rule(String)
      case group(Label)
    }
  }

  // MARK: the plan

  /// The text of the plan.
  var yaml: String {
    PlanText.yaml(
      [
        .init(
          "audit", .members([.init("title", .text(title)), .init("type", .text("self-assessment"))]),
          notes: [
            "Further keys that a report has a place for: system: {name: …, version: \"…\"}, window: {from: 2026-01-01, to: 2026-03-31}, purpose: …"
          ])
      ] + (decisions.map { [.init("decisions", .members($0.members))] } ?? [])
        + (lists.map { [.init("recommendations", .members($0.members))] } ?? [])
        + [.init("requirements", .entries(requirements.map { .members($0.members) }), notes: suggestions)],
      title:
        "An audit plan, begun by `evenhand init`. `evenhand check` looks at it, `evenhand audit` carries it out, `evenhand explain plan` has every key. Whoever signs an audit signs this file."
    )
  }

  /// Other requirements that people may want.
  private var suggestions: [String] {
    var lines: [String] = []
    if case .rows(let rows) = decisions?.form, rows.outcome != nil {
      lines.append(
        "For those with a positive outcome alone: - {id: equal-opportunity, metric: true-positive-rate, at-least: 0.8}")
    }
    return lines + ["`evenhand metrics` lists every metric; docs/choosing-a-gate.md says which to choose."]
  }
}

extension GroupDraft {
  fileprivate var value: PlanValue {
    guard let bins else { return .text(column) }
    return .line([.init("column", .text(column)), .init("bins", .list(bins.map(PlanValue.number)))])
  }
}

extension PlanDraft.Source {
  /// The files alone: what separates their fields is said beside them.
  fileprivate var plain: PlanValue {
    files.count == 1 ? .text(files[0]) : .list(files.map(PlanValue.text))
  }

  /// The files with what separates their fields.
  fileprivate var value: PlanValue {
    guard let separator else { return plain }
    return .line([.init("files", plain), .init("delimiter", separator)])
  }

  fileprivate var separator: PlanValue? { delimiter.map { .text(String(decoding: [$0], as: UTF8.self)) } }
}

extension PlanDraft.Decisions {
  fileprivate var members: [PlanValue.Member] {
    var members: [PlanValue.Member] = [.init("source", source.plain)]
    if let separator = source.separator { members.append(.init("delimiter", separator)) }
    switch form {
    case .counts(let selected, let people):
      members.append(.init("counts", .members([.init("selected", .text(selected)), .init("people", .text(people))])))
    case .rows(let rows):
      var columns: [PlanValue.Member] = []
      if let subject = rows.subject { columns.append(.init("subject", .text(subject))) }
      columns.append(.init("decision", .text(rows.decision)))
      columns.append(.init("favourable", .list(rows.favourable.map(PlanValue.label))))
      if !rows.notDecided.isEmpty {
        columns.append(.init("not-decided", .list(rows.notDecided.map(PlanValue.label))))
      }
      if let outcome = rows.outcome {
        columns.append(.init("outcome", .text(outcome)))
        columns.append(.init("positive", .list(rows.positive.map(PlanValue.label))))
      }
      if let count = rows.count { columns.append(.init("count", .text(count))) }
      members.append(.init("columns", .members(columns)))
    }
    return members + [.init("groups", .list(groups.map(\.value)))]
  }
}

extension PlanDraft.Lists {
  fileprivate var members: [PlanValue.Member] {
    func table(_ table: Table, id: String) -> PlanValue {
      .members(
        [.init("source", table.source.value), .init("id", .text(id))]
          + (table.groups.isEmpty ? [] : [.init("groups", .list(table.groups.map(\.value)))]))
    }
    var columns: [PlanValue.Member] = [.init("user", .text(user)), .init("item", .text(item))]
    if let rank { columns.append(.init("rank", .text(rank))) }
    if let score { columns.append(.init("score", .text(score))) }
    var members: [PlanValue.Member] = [.init("source", source.value), .init("columns", .members(columns))]
    if let users { members.append(.init("users", table(users, id: user))) }
    if let items { members.append(.init("items", table(items, id: item))) }
    if let relevant {
      let grade: [PlanValue.Member] = grade.map { [.init("grade", .text($0))] } ?? []
      members.append(
        .init(
          "relevant",
          .members(
            [.init("source", relevant.value), .init("user", .text(user)), .init("item", .text(item))] + grade)))
    }
    if let history {
      members.append(
        .init(
          "history",
          .members([.init("source", history.value), .init("user", .text(user)), .init("item", .text(item))])))
    }
    if let audience {
      members.append(
        .init("audience", .members([.init("source", audience.value), .init("id", .text(user))])))
    }
    return members
  }
}

extension PlanDraft.Demand {
  fileprivate var members: [PlanValue.Member] {
    let rule: PlanValue =
      switch reference {
      case .rule(let word): .text(word)
      case .group(let label): .line([.init("group", .list([.label(label)]))])
      }
    return [
      .init("id", .text(id)), .init("metric", .text(metric)), .init("across", .list([.text(across)])),
      .init("compare", .text("ratio")), .init("reference", rule), .init("at-least", .number(atLeast)),
    ] + (origin.map { [.init("origin", .text($0))] } ?? [])
  }
}
