import AuditData
import AuditRecord

extension Interview {
  /// Asks about a table of decisions, or of counts.
  func decisions(_ table: TableProfile) throws(StartError) -> PlanDraft {
    guard table.columns.count > 1 else {
      throw StartError(
        "\(table.files[0].name): the file has one column, and a decision and a group are two",
        hint: "is it the right file, and are its fields separated by commas, semicolons, tabs or bars?")
    }
    let form: PlanDraft.Decisions.Form
    var used: Set<String> = []
    var isCounted = true
    if let (selected, people) = try counts(table) {
      form = .counts(selected: selected, people: people)
      used = [selected, people]
    } else {
      let rows = try rows(table)
      form = .rows(rows)
      isCounted = rows.count != nil
      used = Set([rows.subject, rows.decision, rows.outcome, rows.count].compactMap(\.self))
    }
    let left = table.columns.filter { !used.contains($0.name) && $0.distinct > 0 }
    guard !left.isEmpty else { throw StartError("no column is left that says which group a person belongs to") }
    let groups = try groups(
      "Which columns say which group a person belongs to?", of: left, all: table.columns, isCounted: isCounted)
    return PlanDraft(
      title: "", decisions: .init(source: .init(table), form: form, groups: groups),
      requirements: groups.map { .init(metric: "selection-rate", across: $0.column) })
  }

  // MARK: counts

  /// Words in names that say what a column counts.
  private static let (selectedHints, peopleHints) = (
    ["select", "hired", "admit", "accept", "approv", "favour", "success"],
    ["people", "applicants", "candidates", "total", "count", "number", "n"]
  )

  /// The columns that count the selected and all people; nothing where a row is a decision.
  private func counts(_ table: TableProfile) throws(StartError) -> (selected: String, people: String)? {
    let columns = table.columns.filter(\.isCount)
    func column(_ topic: GivenAnswers.Topic, _ words: String, _ proposal: String?) throws(StartError) -> String? {
      let question = Question(
        topic: topic, words: words, proposal: proposal, isUsual: false,
        usage: "--selected COLUMN and --people COLUMN; or --selected none where each row is a person")
      return try asker.ask(question) { (answer) throws(StartError) in
        try Choosing.column(answer, among: columns, all: table.columns, orNone: topic == .selected)?.name
      }
    }
    let pairs = table.pairs(of: table.countColumns)
    let isNamed = asker.isGiven(.selected) || asker.isGiven(.people)
    guard isNamed || (!pairs.isEmpty && !asker.isGiven(.count) && !asker.isGiven(.decision)) else { return nil }
    let best = pairs.first { Self.matches($0.selected, Self.selectedHints) } ?? pairs.first
    guard
      let selected = try column(
        .selected,
        "Each row looks like a group with counts. Which column counts those who received the favourable decision? \(Choosing.none) if each row is a person",
        best?.selected)
    else { return nil }
    let people = try column(
      .people, "Which column counts everybody, the selected among them?",
      pairs.first { $0.selected == selected }?.people)
    guard let people, people != selected else { throw StartError("the selected and all people are two columns") }
    return (selected, people)
  }

  private static func matches(_ name: String, _ hints: [String]) -> Bool {
    hints.contains { hint in hint.count == 1 ? name.lowercased() == hint : name.lowercased().contains(hint) }
  }

  /// The column that says how many people a row stands for.
  private func count(_ table: TableProfile) throws(StartError) -> String? {
    let likely = table.countColumns
    guard asker.isGiven(.count) || !likely.isEmpty else { return nil }
    let question = Question(
      topic: .count, words: "Which column says how many people a row stands for? \(Choosing.none) if each row is one",
      proposal: likely.first { Self.matches($0, Self.peopleHints) } ?? likely.first, isUsual: false,
      usage: "--count COLUMN, or --count none where each row is one person")
    return try asker.ask(question) { (answer) throws(StartError) in
      try Choosing.column(answer, among: table.columns.filter(\.isCount), all: table.columns, orNone: true)?.name
    }
  }

  // MARK: rows

  /// Words in names of decisions, the likeliest first.
  private static let decisionHints = [
    "decision", "y_pred", "pred", "select", "shortlist", "hired", "admit", "approv", "accept", "grant", "invite",
  ]

  private func rows(_ table: TableProfile) throws(StartError) -> PlanDraft.Decisions.Rows {
    let count = try count(table)
    let subject = count == nil ? try subject(table) : nil
    let labelled = table.columns.filter {
      ![count, subject].contains($0.name) && (2...ColumnProfile.fewLabels).contains($0.distinct)
    }
    guard !labelled.isEmpty else {
      throw StartError(
        "\(table.files[0].name): no column has from 2 to \(ColumnProfile.fewLabels) labels, as a decision has",
        hint: "write what was decided into a column; scores alone are audited by a plan with `score:`, see docs/plan.md"
      )
    }
    let names = labelled.map(\.name).joined(separator: ", ")
    let decision = try asker.ask(
      Question(
        topic: .decision, words: "Which column is the decision? \(names)",
        proposal: Self.decisionHints.lazy.compactMap { hint in labelled.first { Self.matches($0.name, [hint]) } }
          .first?.name,
        isUsual: false, usage: "--decision COLUMN=LABEL, with a label that people want")
    ) { (answer) throws(StartError) in
      try Choosing.column(answer, among: labelled, all: table.columns)!
    }
    let favourable = try asker.ask(
      Question(
        topic: .favourable, words: "Which of its labels do people want? \(ProfileWords.labels(decision))",
        isUsual: false, usage: "--decision \(decision.name)=LABEL")
    ) { (answer) throws(StartError) in try Choosing.labels(answer, of: decision) }
    var rows = PlanDraft.Decisions.Rows(
      subject: subject, decision: decision.name, favourable: favourable, count: count)
    if decision.distinct > favourable.count + 1 {
      rows.notDecided = try asker.ask(
        Question(
          topic: .notDecided, words: "Which of the others are no decision, as withdrawn or pending?",
          proposal: Choosing.none, usage: "--not-decided LABEL")
      ) { (answer) throws(StartError) in
        let labels = try Choosing.labels(answer, of: decision, orNone: true)
        if let both = labels.first(where: favourable.contains) {
          throw StartError("people want \(Quoted.text(both.text)), so it is a decision")
        }
        return labels
      }
    }
    try outcome(&rows, table, labelled.filter { $0.name != decision.name })
    return rows
  }

  private func outcome(
    _ rows: inout PlanDraft.Decisions.Rows, _ table: TableProfile, _ labelled: [ColumnProfile]
  ) throws(StartError) {
    guard asker.isGiven(.outcome) || !labelled.isEmpty else { return }
    let names = labelled.map(\.name).joined(separator: ", ")
    let outcome = try asker.ask(
      Question(
        topic: .outcome, words: "Which column says what was observed later, as repaid or hired? \(names), or none",
        proposal: Choosing.none, usage: "--outcome COLUMN=LABEL")
    ) { (answer) throws(StartError) in
      try Choosing.column(answer, among: labelled, all: table.columns, orNone: true)
    }
    guard let outcome else { return }
    rows.outcome = outcome.name
    rows.positive = try asker.ask(
      Question(
        topic: .positive, words: "Which of its labels are a positive outcome? \(ProfileWords.labels(outcome))",
        isUsual: false, usage: "--outcome \(outcome.name)=LABEL")
    ) { (answer) throws(StartError) in try Choosing.labels(answer, of: outcome) }
  }

  private func subject(_ table: TableProfile) throws(StartError) -> String? {
    let unique = table.columns.filter { $0.kind == .identifier }
    guard asker.isGiven(.subject) || !unique.isEmpty else { return nil }
    return try asker.ask(
      Question(
        topic: .subject,
        words: "Which column tells people apart? \(Choosing.none) if no column does",
        proposal: unique.first?.name ?? Choosing.none, usage: "--subject COLUMN")
    ) { (answer) throws(StartError) in
      try Choosing.column(
        answer, among: table.columns.filter { $0.distinct == $0.rows || $0.distinct > ColumnProfile.fewLabels },
        all: table.columns, orNone: true)?.name
    }
  }
}
