import AuditData
package import AuditInputs
import AuditMetrics
import AuditNumerics
public import AuditPolicy
public import AuditRecord

/// An audit from a plan and its sources to a record.
public enum Audit {
  /// How an audit runs; nothing here changes a byte of the record but `digestsInputs`.
  public struct Options: Sendable {
    /// Threads at most; the record is the same for any number.
    public var threads = 2
    /// Whether the record names inputs by their digests; without them a bundle stays a draft.
    public var digestsInputs = true
    /// What an audit may take [bytes]: rows of ranked lists while they wait for others of the same list, which are read in
    /// several passes beyond it, and the numbers that a plan asks for, which are refused beyond it. Without it, 512 MB for
    /// the one and 2 GB for the other.
    public var memory: Int?
    /// How many rows of each file are read, from the first; nothing means all. Of parts of files nobody makes a record
    /// to keep.
    var firstRows: Int?
    /// What waiting rows may take [bytes].
    var gathered: Int { memory ?? 512_000_000 }
    /// What numbers may take [bytes]; small audits fit in any case.
    var workingSet: Int { max(memory ?? 2_000_000_000, 250_000_000) }
    /// The earlier audit that the plan names.
    public var baseline: SealedRecord?
    /// Told how many bytes and rows have been read.
    public var progress: (@Sendable (_ bytes: Int64, _ rows: Int64) -> Void)?
    /// Told which pipe nobody has written to for a while.
    package var waiting: (@Sendable (InputFile) -> Void)?

    /// Two threads, with digests, silent.
    public init() {}
  }

  /// Makes the settings of the libraries underneath. A program that calls it first thing starts faster; ``run(_:folder:options:)`` does it
  /// otherwise.
  package static func prepare() { LinearAlgebra.prepare() }

  /// Reads every input of `plan` once and computes the record.
  ///
  /// - Parameters:
  ///   - plan: The plan, as `PlanFile` reads it.
  ///   - folder: The folder that relative paths of the plan start from.
  ///   - options: How the audit runs.
  /// - Throws: `ReadError` at the first place in an input that a person has to mend.
  public static func run(_ plan: Plan, folder: String, options: Options = Options()) throws -> Record {
    try read(plan, folder: folder, options: options).record
  }

  /// Reads every input of `plan` and computes the record.
  ///
  /// - Returns: The record, and what was read.
  static func read(
    _ plan: Plan, folder: String, options: Options
  ) throws -> (record: Record, inputs: [InputReading]) {
    prepare()
    var described = plan
    if let artifact = plan.artifact {
      described.audit.system.sha256 = try FileDigest.sha256(Path.join(folder, artifact)).hex
    }
    var decisions = try plan.decisions.map { try DecisionInput($0, folder: folder, options: options) }
    if let classes = try decisions?.classes() {
      described = described.naming(classes: classes)
      decisions = try described.decisions.map { try DecisionInput($0, folder: folder, options: options) }
    }
    let lists = try plan.recommendations.map {
      try ListInput($0, of: plan, folder: folder, options: options)
    }
    let files = (decisions?.files ?? []) + (lists?.files ?? [])
    let digests = options.digestsInputs ? DigestJob(files, threads: options.threads) : nil
    defer { digests?.stop() }
    let tally = try decisions?.read(digests: digests)
    let outcome = try lists?.read(digests: digests)
    let made = try Parallel.$threads.withValue(options.threads) {
      try record(of: described, decisions: tally ?? [], lists: outcome, digests: digests, options: options)
    }
    return (
      made,
      (tally?.first?.reading.inputs ?? []) + (tally?.first?.grounds?.consents?.inputs ?? [])
        + (outcome?.reading.readings.flatMap(\.inputs) ?? [])
    )
  }

  /// Computes the record of rows that are in memory: the texts of every column that the plan names [rows]. Other columns are ignored.
  ///
  /// - Throws: `ReadError` with the row, from 1, as its line; also for a column that is missing or of another length, and for a plan with
  ///   ranked lists, which are several tables: ``RecommendedLists`` takes those.
  public static func record(of plan: Plan, values: [String: [String]]) throws -> Record {
    guard plan.recommendations == nil else {
      throw ReadError(
        .missingInput, file: "memory", message: "the plan audits ranked lists, whose tables are not these columns",
        hint: "name files in the plan and call run, or hand the arrays to RecommendedLists")
    }
    var plan = plan
    if let columns = plan.decisions?.searchingClasses {
      plan = plan.naming(classes: try columns.classes(in: DecisionArrays(columns: columns, values: values).tallies()))
    }
    return try record(
      of: plan, decisions: plan.decisions.map { try DecisionArrays(columns: $0, values: values).tallies() } ?? [])
  }

  /// The numbers that a plan asks for of decisions that were counted, and nothing beside them.
  ///
  /// - Throws: `ReadError` if they would take more memory than is usual.
  static func counted(_ plan: Plan, tallies: [DecisionTally], threads: Int) throws(ReadError) -> AuditResults {
    guard let decisions = plan.decisions else { return AuditResults() }
    prepare()
    let producers = ViewProducers(plan: plan, decisions: decisions, tallies: tallies)
    try producers.check(memory: Options().workingSet)
    return Parallel.$threads.withValue(threads) { AuditResults(producers, of: plan) }
  }

  /// The record of complete summaries.
  ///
  /// - Throws: `ReadError` if a digest could not be made, or the numbers would take more memory than granted.
  static func record(
    of given: Plan, decisions: [DecisionTally], lists: ListInput.Outcome? = nil, digests: DigestJob? = nil,
    options: Options = Options()
  ) throws(ReadError) -> Record {
    let plan = given.expanded()
    var results = AuditResults()
    func append(_ producer: any Producer, without grounds: GroundsLeftOut? = nil) {
      results.append(AuditResults(producer, of: plan, without: grounds))
    }
    var record = RecordParts()
    var undecided: [UndecidedShare] = []
    var grounds: GroundsLeftOut?
    if let declared = plan.decisions, let first = decisions.first {
      try decisions.checkPartlyDecided(by: plan.leftOut)
      // Those of a baseline are no view of what is audited.
      let producers = ViewProducers(
        plan: plan, decisions: declared, tallies: declared.baseline == nil ? decisions : [first])
      try producers.check(memory: options.workingSet)
      grounds = GroundsLeftOut(declared.lawful, first.grounds, layout: first.reading.layout)
      append(producers, without: grounds)
      record.add(decisions.map(\.reading), of: declared)
      if let consents = first.grounds?.consents { record.add(consents) }
      let tables = producers.tables[0]
      undecided = UndecidedShares.shares(first, groupings: declared.groupings, separators: declared.separators)
      record.warn(DataWarning.undecided(undecided, column: declared.labels.decision))
      record.warn(
        DataWarning.totals(tables, groupings: declared.groups.map(\.name), decision: declared.labels.decision))
    }
    if let declared = plan.recommendations, let lists {
      let losses = JoinLoss.all(lists.reading, of: declared)
      // Of first rows nobody can say what they name in a table that was not read to its end.
      let isWhole = lists.reading.readings.allSatisfy { $0.inputs.allSatisfy(\.isWhole) }
      if isWhole { try JoinLoss.check(losses, by: plan.leftOut) }
      let engine = ListProducer(plan: plan, recommendations: declared, outcome: lists)
      let own = GroundsLeftOut(declared.lawful, lists.reading.grounds)
      grounds = grounds ?? own
      append(engine, without: own)
      record.add(lists.reading.readings, described: engine.description)
      record.warn(losses.compactMap(\.warning) + DataWarning.withoutOtherLists(lists))
    }
    for index in results.groupings.indices { results.groupings[index].same = plan.joined(results.groupings[index]) }
    var made = Record(
      tool: Tool(version: Version.current), audit: plan.audit, plan: PlanReference(sha256: plan.sha256),
      inputs: [], rows: record.rows, units: record.units, missingOutcome: record.missingOutcome,
      labels: record.labels, lists: record.lists, tables: record.tables,
      undecided: undecided, groupings: results.groupings, stratifiers: results.stratifiers, leftOut: results.leftOut,
      outcomeKnown: results.outcomeKnown, seed: plan.seed, replicates: plan.replicates,
      metrics: results.cards.map { $0.phrased(record.labels?.phrases) },
      estimates: results.estimates, smallGroups: results.smallGroups, disparities: results.disparities,
      dispersions: results.dispersions,
      summaries: results.summaries, profiles: results.profiles, lorenz: results.lorenz,
      sensitivities: results.sensitivities, associations: results.associations, requirements: plan.requirements,
      findings: [], detectable: [], regulations: plan.regulations, signOff: plan.signOff,
      verdict: Verdict(findings: [], synthetic: false))
    made.content = record.content
    made.sampling = record.sampling
    made.privacy = plan.privacy?.publishing
    made.lawfulUse = grounds?.described(plan.measuredGroupings(grounds?.side ?? .decisions))
    made.notices = plan.foundNotices.isEmpty ? nil : plan.foundNotices
    made.addCounted(plan.metrics)
    made.controls = plan.controls.map {
      ControlsDescription($0, of: made, lists: lists, users: plan.recommendations?.users)
    }
    made.baseline = try Baseline(plan, decisions, options: options)
    made.judge(against: options.baseline, draws: plan.power ? PowerDraws(seed: plan.seed) : nil)
    record.warn(OppositeStrata.warnings(made))
    record.warn(DataWarning.missing(results.leftOut, groupings: results.groupings))
    record.warn(
      results.warnings + WeakReferences.warnings(made.findings, made.detectable, groupings: made.groupings))
    made.warnings = record.warnings
    made.inputs = try record.inputs(digests: try digests?.digests() ?? [:])
    made.compareWithBaseline()
    return made
  }
}

extension Plan {
  /// The names of the columns that an audit reads of a table, each once; none of a table that the plan lacks.
  package func columnNames(of table: TableName) -> [String] {
    let own = decisions?.columnNames(of: table) ?? []
    return own.isEmpty ? recommendations?.columnNames(of: table) ?? [] : own
  }

  /// The columns of groups of all sides, whose names are different.
  var groupColumns: [GroupColumn] {
    (decisions?.groups ?? []) + (recommendations?.users?.groups ?? [])
      + (recommendations?.items?.groups ?? []).map(\.group)
  }

  /// The labels that the plan joins in a grouping of one column.
  fileprivate func joined(_ described: GroupingDescription) -> [JoinedLabels] {
    guard let column = groupColumns.first(where: { [$0.name] == described.grouping }) else { return [] }
    return column.rules.same.map { JoinedLabels(name: $0.name, labels: $0.labels) }
  }
}

extension [DecisionTally] {
  /// Throws where more rows lack the decision of some model than the plan lets be left out: whom one model decided about and another
  /// did not may differ by group, and the numbers of all models would be without them.
  fileprivate func checkPartlyDecided(by rule: LeftOutRule) throws(ReadError) {
    guard rule.beyond != .ignore,
      let warning = first?.reading.warnings.first(where: { $0.code == .partlyDecided }),
      let share = warning.share, share > rule.atMost
    else { return }
    throw ReadError(
      .partlyDecided, file: first?.reading.inputs.first?.file.given ?? "-",
      message:
        "\(PlainNumber.count(warning.rows ?? 0)) rows (\(PlainNumber.percent(share)) %) have decisions of some models and lack those of others",
      hint:
        "audit each model by a plan of its own; if those people do not matter, `left-out: {beyond: ignore, justification: …}` at the plan’s top passes over them"
    )
  }
}
