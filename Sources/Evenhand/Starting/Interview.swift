import AuditData
import AuditInputs
import AuditPolicy
import AuditRecord

/// The questions of `evenhand init`: from files to the text of a plan that runs on them.
///
/// Options and typed answers go the same way, so that the same answers give the same plan. Which columns are groups is
/// asked, and nothing sensitive is guessed. What stands in a column is shown once it was chosen, but for words
/// that say no more than yes and no.
package struct Interview {
  let asker: Asker
  let folder: String
  let threads: Int

  /// - Parameters:
  ///   - given: What options say.
  ///   - person: Whoever is shown what was found, and answers the rest.
  ///   - folder: The folder that paths start from, in which the plan will lie.
  package init(_ given: GivenAnswers, person: any Answering, folder: String, threads: Int = 2) {
    asker = Asker(given: given, person: person)
    (self.folder, self.threads) = (folder, threads)
  }

  func show(_ text: String) { asker.person.show(text) }

  /// The text of a plan for files.
  ///
  /// - Throws: `ReadError` about a file, `StartError` about an answer, `PlanErrors` if no plan can state what was answered.
  package func plan(for paths: [String]) throws -> String {
    let files = try InputFile.resolve(paths, relativeTo: folder)
    if let stream = files.first(where: \.isStream) {
      throw StartError(
        "\(stream.isStandardInput ? "standard input" : stream.name): this can be read only once, and questions come before the audit",
        hint: "save it to a file")
    }
    let tables = try TableProfile.tables(files)
    for table in tables {
      show(ProfileWords.lines(table))
      try checkCells(table)
    }
    var draft = try tables.count > 1 || isAboutLists ? lists(tables) : decisions(tables[0])
    for index in draft.requirements.indices {
      let id = draft.requirements[index].id
      if draft.requirements[..<index].contains(where: { $0.id == id }) { draft.requirements[index].number = index + 1 }
    }
    try settle(&draft, tables)
    try asker.checkAllAsked()
    return draft.yaml
  }

  private var isAboutLists: Bool { asker.isGiven(.user) || asker.isGiven(.item) }

  /// Throws at a column of whole lists, which an audit would refuse too.
  private func checkCells(_ table: TableProfile) throws(StartError) {
    guard let column = table.columns.first(where: \.holdsLists) else { return }
    throw StartError(
      "\(table.files[0].name): the column \(Quoted.text(column.name)) holds whole lists in a cell",
      hint: "write one row an item, in pandas: df.explode(\"\(column.name)\")")
  }

  // MARK: groups

  /// Asks which columns are groups, and for the limits of those that hold numbers.
  ///
  /// - Parameters:
  ///   - columns: Those that may be chosen.
  ///   - all: These and those that are something else.
  ///   - chosen: Of an option that is about several tables, what is about this one.
  ///   - isNeeded: Whether there has to be a group.
  ///   - isCounted: Whether a row stands for many, so that each label may stand in one row.
  func groups(
    _ words: String, of columns: [ColumnProfile], all: [ColumnProfile], chosen: [GroupDraft]? = nil,
    isNeeded: Bool = true,
    isCounted: Bool = false
  ) throws(StartError) -> [GroupDraft] {
    var groups: [GroupDraft]
    if let chosen {
      groups = chosen
    } else {
      let question = Question(
        topic: .group, words: words, proposal: isNeeded ? nil : Choosing.none, isUsual: false,
        usage: "--group COLUMN, or --group COLUMN:LIMIT,LIMIT,… for numbers")
      groups = try asker.ask(question) { (answer) throws(StartError) in
        if !isNeeded, answer == [Choosing.none] { return [] }
        let groups = try Choosing.groups(answer, of: columns, all: all)
        if groups.isEmpty { throw StartError("a group is needed", hint: "as a column's name") }
        for group in groups { try check(group, columns, isCounted) }
        return groups
      }
    }
    for index in groups.indices {
      let column = columns.first { $0.name == groups[index].column }!
      try check(groups[index], columns, isCounted)
      if groups[index].bins == nil, column.numbers != nil, column.distinct > ColumnProfile.fewLabels {
        groups[index].bins = try bins(column)
      }
      let what =
        groups[index].bins == nil ? ProfileWords.labels(column, isCounted: isCounted) : ProfileWords.numbers(column)
      let missing = column.missing > 0 ? "; \(PlainNumber.count(column.missing)) without a value" : ""
      show("  \(ProfileWords.shown(column.name)): \(what)\(missing)")
    }
    return groups
  }

  /// The rows that there have to be for each of many labels, on average, for them to be groups.
  private static let rowsOfLabel = 10

  private func check(_ group: GroupDraft, _ columns: [ColumnProfile], _ isCounted: Bool) throws(StartError) {
    guard let column = columns.first(where: { $0.name == group.column }) else { return }
    let name = Quoted.text(column.name)
    if column.distinct == 0 { throw StartError("the column \(name) holds nothing") }
    let isScattered =
      !isCounted && column.distinct > ColumnProfile.fewLabels && Self.rowsOfLabel * column.distinct > column.rows
    if column.numbers == nil, column.labels == nil || isScattered {
      throw StartError(
        "the column \(name) holds \(PlainNumber.count(column.distinct)) different texts in \(PlainNumber.count(column.rows)) rows, which are no groups",
        hint: "name a column of few labels")
    }
  }

  private func bins(_ column: ColumnProfile) throws(StartError) -> [Double] {
    let proposal = BinProposal.edges(of: column.numbers ?? []).map { CanonicalNumber.text($0) }.joined(separator: ", ")
    let question = Question(
      topic: .bins, words: "\(column.name) holds \(ProfileWords.numbers(column)). Limits of its ranges?",
      proposal: proposal, isUsual: false,
      usage: "--group \(column.name):\(proposal.replacing(" ", with: ""))")
    return try asker.ask(question) { (answer) throws(StartError) in
      try Choosing.edges(answer.joined(separator: ","), of: column)
    }
  }

  // MARK: requirements

  /// Asks with whom groups are compared and what is required, and says what the audit could show.
  private func settle(_ draft: inout PlanDraft, _ tables: [TableProfile]) throws {
    let stem = tables[0].files[0].name.split(separator: ".").first.map(String.init) ?? "data"
    draft.title = try asker.ask(
      Question(topic: .title, words: "Title of the audit?", proposal: "Audit of \(stem)", usage: "--title TEXT")
    ) { (answer) throws(StartError) in
      let title = answer.joined(separator: " ")
      if title.allSatisfy(\.isWhitespace) { throw StartError("a title is needed") }
      return title
    }
    let first = try Forecast(draft, folder: folder, threads: threads)
    for warning in first.warnings { show("warning: \(warning)") }
    try checkReferences(draft, tables)
    for index in draft.requirements.indices {
      draft.requirements[index].reference = try reference(draft.requirements[index], first, tables, draft)
    }
    let usual = "0.8"
    let isRate = draft.decisions != nil
    let atLeast = try asker.ask(
      Question(
        topic: .atLeast,
        words:
          "Threshold? at least 0.8 of the reference group's \(isRate ? "rate (four-fifths rule of thumb)" : "value")",
        proposal: usual, usage: "--at-least 0.8"), Choosing.ratio)
    for index in draft.requirements.indices { draft.requirements[index].atLeast = atLeast }
    let last = try Forecast(draft, folder: folder, threads: threads)
    let lines = draft.requirements.compactMap(last.reliable)
    guard !lines.isEmpty else { return }
    let rows = last.isWhole ? "" : ", on these rows"
    let start = "This audit can be relied on to show “met” from a true ratio of\(rows):"
    show(lines.count == 1 ? "\(start) \(lines[0])" : ([start] + lines.map { "  \($0)" }).joined(separator: "\n"))
  }

  /// Throws at a reference of an option that is no rule, and no group of any column.
  private func checkReferences(_ draft: PlanDraft, _ tables: [TableProfile]) throws(StartError) {
    for given in asker.said(.reference) ?? [] {
      let isKnown = draft.requirements.contains { demand in
        understood([given], of: demand, tables, draft) != nil
      }
      if !isKnown {
        throw StartError(
          "--reference: \(Quoted.text(given)) is no rule and no group of the columns that were chosen",
          hint: "highest, lowest, overall, complement, a label, or COLUMN=LABEL")
      }
    }
  }

  private func reference(
    _ demand: PlanDraft.Demand, _ forecast: Forecast, _ tables: [TableProfile], _ draft: PlanDraft
  ) throws(StartError) -> PlanDraft.Demand.Reference {
    let given = asker.said(.reference) ?? []
    if let found = understood(given, of: demand, tables, draft) { return found }
    let weak = forecast.weakReference(of: demand)
    if let weak { show("  \(weak)") }
    let proposal = weak == nil ? "highest" : "complement"
    let question = Question(
      topic: .reference,
      words: "With whom is each group of \(demand.across) compared? highest, lowest, overall, complement, or a label",
      proposal: proposal, usage: "--reference \(demand.across)=\(proposal)")
    return try asker.asking(.reference).ask(question) { (answer) throws(StartError) in
      guard let found = understood(answer, of: demand, tables, draft) else {
        throw StartError(
          "\(Quoted.text(answer.joined(separator: " "))) is no rule and no group of \(Quoted.text(demand.across))",
          hint: "highest, lowest, overall, complement, or a label")
      }
      return found
    }
  }

  /// What answers say of a demand: the last that is about its column, else the last that is about any.
  private func understood(
    _ answers: [String], of demand: PlanDraft.Demand, _ tables: [TableProfile], _ draft: PlanDraft
  ) -> PlanDraft.Demand.Reference? {
    let rules = ["highest", "lowest", "overall", "complement"]
    let labels = draft.labels(of: demand.across, tables)
    func value(_ text: String) -> PlanDraft.Demand.Reference? {
      if labels.contains(Label(text)) { return .group(Label(text)) }
      return rules.contains(text.lowercased()) ? .rule(text.lowercased()) : nil
    }
    let own = answers.filter { $0.hasPrefix(demand.across + "=") }.compactMap {
      value(String($0.dropFirst(demand.across.count + 1)))
    }
    return own.last ?? answers.compactMap(value).last
  }
}

extension PlanDraft {
  /// The labels of a group column, or of its ranges.
  fileprivate func labels(of column: String, _ tables: [TableProfile]) -> [Label] {
    let groups = (decisions?.groups ?? []) + (lists?.users?.groups ?? []) + (lists?.items?.groups ?? [])
    if let edges = groups.first(where: { $0.column == column })?.bins {
      return DecisionLayout.Axis(name: column, role: .group, edges: edges).labels
    }
    return tables.lazy.compactMap { $0[column]?.labels?.map(\.label) }.first ?? []
  }
}
