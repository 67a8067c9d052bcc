import AuditRecord

/// What the rules and standards that the plan names ask for, and whether it is in the report.
enum RegulationsSection {
  static let section = Section(id: "regulations", title: "What rules and standards ask for", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    guard !index.record.regulations.isEmpty else { return [] }
    let caution =
      "These are facts about rules and standards, each as of the day that is named, and no statement of law. That a report holds what is asked does not say that the rule is kept; a rule may ask for more than is listed, and may have changed since."
    return [.paragraph([.text(caution)])]
      + index.record.regulations.flatMap { RegulationTables(regulation: $0, index: index).blocks }
  }

  /// One line for the front: what of a rule the plan lacks.
  static func summary(_ regulation: Regulation, _ record: Record) -> String {
    let rows = regulation.demands.map { RegulationRow($0, record) }
    let lacking = rows.filter { $0.state == .lacking }.flatMap(\.missing).unique
    let asked = rows.count { $0.state == .here || $0.state == .lacking }
    let here = rows.count { $0.state == .here }
    let rest = lacking.isEmpty ? "" : "; not here: \(lacking.joined(separator: ", "))"
    return
      "\(regulation.id), as of \(regulation.read): \(here) of \(asked) things that a report can hold are here\(rest)"
  }
}

/// What a rule asks for, row by row.
struct RegulationRow {
  enum State {
    /// The report holds it.
    case here
    /// The plan or the data lack it.
    case lacking
    /// No audit of data shows it.
    case elsewhere
    /// It is asked of other data.
    case otherData
  }

  let demand: RegulationDemand
  let state: State
  /// What is lacking, in words.
  let missing: [String]

  init(_ demand: RegulationDemand, _ record: Record) {
    self.demand = demand
    let lacking = demand.needs.filter { !record.holds($0) }
    missing = lacking.map(\.words)
    let isAsked =
      switch demand.when {
      case "decisions": record.labels != nil
      case "scores": record.holds(RegulationNeed(kind: "measured", of: "scoring-rate"))
      default: true
      }
    state = demand.elsewhere ? .elsewhere : !isAsked ? .otherData : lacking.isEmpty ? .here : .lacking
  }

  var words: [Inline] {
    switch state {
    case .here: [.text("here")]
    case .lacking: [.strong("not here"), .text(": \(missing.joined(separator: ", "))")]
    case .elsewhere: [.text("cannot be shown by an audit of data")]
    case .otherData: [.text("asked of \(demand.when ?? "other data"), which are not audited here")]
    }
  }
}

/// A rule with its tables.
private struct RegulationTables {
  let regulation: Regulation
  let index: RecordIndex

  var blocks: [Block] {
    [
      .heading(Heading(3, id: "regulation-\(regulation.id)", [.text(regulation.title)])), .definitions(facts),
      .table(
        Table(
          caption: [.text("What \(regulation.id) asks for")],
          columns: [.words("Where"), .words("What is asked"), .words("In this report")],
          rows: regulation.demands.map { demand in
            [
              [.text(demand.clause)], [.text(demand.asks + (demand.basis == "text" ? "" : " †"))],
              RegulationRow(demand, index.record).words,
            ]
          })), .key([.text("† Taken from secondary sources; the others were read in the text itself.")]),
    ] + regulation.tables.flatMap(tables)
  }

  private var facts: [Definition] {
    func fact(_ term: String, _ meaning: String) -> Definition { Definition([.text(term)], [.text(meaning)]) }
    return [
      fact("Text", "\(regulation.instrument); \(regulation.source)"),
      fact("Holds from", "\(regulation.effective); \(regulation.status)"),
      fact("Facts as of", regulation.read), fact("To know", regulation.note),
      Definition(["Profile, SHA-256"], [.code(regulation.sha256)]),
    ].filter { !$0.meaning.plain.isEmpty }
  }

  /// Rates and ratios to the highest rate, as the rule prints them: one table a grouping. What the plan leaves out of comparisons is
  /// printed without a ratio, and is not the highest. Each model has a table of its own.
  private func tables(_ metric: String) -> [Block] {
    index.estimatedPlaces.filter {
      (index.card($0.metric)?.plain ?? $0.metric) == metric && $0.stratifier == nil
    }.map { place in
      let quantity = index.quantity(metric)
      let described = index.described(place.grouping)
      let leftOut = Set(described?.notCompared?.groups ?? [])
      let estimates = index.estimates(place)
      let highest = estimates.filter { !leftOut.contains($0.group) }.compactMap(\.value).max()
      let rows = estimates.map { estimate -> [[Inline]] in
        let ratio = highest.flatMap { highest in estimate.value.flatMap { highest > 0 ? $0 / highest : nil } }
        return [
          [.text(Words.group(estimate.group))], Cells.counted(estimate),
          Cells.value(estimate.value, estimate.undefined, quantity.scale, quantity),
          leftOut.contains(estimate.group)
            ? ["left out by the plan"]
            : Cells.value(ratio, estimate.undefined ?? .zeroReference, .ratio, quantity),
        ]
      }
      let unknown = described.map { ". Not known, and in no row: \(PlainNumber.count($0.unknown))" } ?? ""
      return .table(
        Table(
          caption: [.text("\(index.name(metric)) by \(Words.grouping(place.grouping))\(unknown)")],
          columns: [
            .words("Category"), .numbers("Counted"), .numbers(.text(quantity.header)),
            .numbers("Ratio to the highest rate"),
          ], rows: rows))
    }
  }
}
