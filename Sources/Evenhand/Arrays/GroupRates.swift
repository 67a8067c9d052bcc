import AuditData
import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import Synchronization

/// Rates of groups of people, from arrays: what was decided about each of them, what came of it, and which groups they belong to.
///
///     let rates = try GroupRates(
///       decisions: ["yes", "no", "yes", "yes"], favourable: ["yes"],
///       groups: ["sex": ["F", "F", "M", "M"]])
///     print(try rates.demographicParity(across: ["sex"]))
///
/// No plan and no file is needed, and nothing is judged: every number is the one that an audit by a plan has, with its interval, and where
/// there is none, `undefined` says why. Rows are counted once, when the rates are made; questions are answered from the counts.
///
/// Rows may come in batches: make the rates of each, and ``add(_:)`` them up.
public struct GroupRates: Sendable {
  let columns: DecisionColumns
  var counts: DecisionCounts
  /// Threads at most; numbers are the same for any number.
  public var threads: Int
  private var known = KnownTallies()

  /// Counts people.
  ///
  /// - Parameters:
  ///   - decisions: What was decided [people]; an empty text leaves somebody out, and is counted.
  ///   - favourable: The decisions that people want; any other is not favourable.
  ///   - outcomes: What came of it [people]; an empty text where nobody knows. Rates of errors need them.
  ///   - positive: The outcomes that are positive; any other is not.
  ///   - groups: The groups, by name [people]. An empty text, and a word for a missing value such as `n/a`, is nobody's group.
  ///   - bins: The edges of the bins of columns of numbers, by name: each bin holds its lower edge, the last its upper one as well.
  ///   - weights: What each row weighs, 0 or more [people]; without them, all the same.
  ///   - subjects: Who each row is about [people], where somebody may stand in several; never kept.
  ///   - scores: How likely, or how good, the system says that somebody is [people]; NaN where it says nothing.
  ///   - threads: Threads at most.
  /// - Throws: `ReadError` with the row, from 1, as its line: arrays of different lengths, too many groups, a weight below 0.
  public init(
    decisions: any LabelValues, favourable: [any LabelValue], outcomes: (any LabelValues)? = nil,
    positive: [any LabelValue] = [], groups: [String: any LabelValues], bins: [String: [Double]] = [:],
    weights: [Double]? = nil, subjects: (any LabelValues)? = nil, scores: [Double]? = nil, threads: Int = 2
  ) throws {
    let names = groups.keys.sorted { Label($0) < Label($1) }
    try QuestionError.check(bins: bins, of: names)
    var table: [(name: String, values: MemoryTable.Values)] = []
    func add(_ name: String, _ values: MemoryTable.Values?) -> String? {
      guard let values else { return nil }
      var free = name
      while names.contains(free) { free += "_" }
      table.append((free, values))
      return free
    }
    let decision = add("decisions", MemoryTable.Values(decisions)) ?? ""
    let outcome = add("outcomes", outcomes.map { MemoryTable.Values($0) })
    if outcome != nil, positive.isEmpty {
      throw QuestionError("outcomes are given, and none is said to be positive", hint: "as positive: [\"1\"]")
    }
    var columns = DecisionColumns(
      subject: add("subjects", subjects.map { MemoryTable.Values($0) }),
      labels: DecisionLabels(
        decision: decision, favourable: favourable.map(\.label), outcome: outcome,
        positive: outcome == nil ? nil : positive.map(\.label)),
      score: add("scores", scores.map { .numbers($0) }).map { RowNumberColumn($0) },
      groups: names.map { GroupColumn(name: $0, bins: bins[$0]) })
    columns.sampling.weight = add("weights", weights.map { .numbers($0) })
    for name in names { table.append((name, MemoryTable.Values(groups[name]!))) }
    self.columns = columns
    self.threads = threads
    counts = try DecisionArrays(columns: columns, table: MemoryTable("memory", table)).counts(threads: threads)
  }

  /// Adds the people of other rates, which were made of arrays with the same names, labels and bins.
  ///
  /// - Throws: `QuestionError` if they were not; `ReadError` if there are too many groups together.
  public mutating func add(_ other: GroupRates) throws {
    guard columns == other.columns else {
      throw QuestionError(
        "the batches were made by different columns, labels or bins", hint: "make every batch by the same call")
    }
    try counts.add(other.counts, of: columns)
    known = KnownTallies()
  }

  /// The names of the groups, in the order of their bytes.
  public var groups: [String] { columns.groups.map(\.name) }

  /// What was left out, guessed or odd, in sentences; nothing where all is plain.
  ///
  /// - Throws: `ReadError` where a label that was named is nobody's.
  public func notes() throws -> [String] {
    let plan = plan()
    let record = try Audit.record(of: plan, decisions: tallies(plan))
    let excluded = record.units.excluded.map { "\(PlainNumber.count($0.rows)) rows were left out: \($0.reason)." }
    return excluded + DataWords.notes(record) + DataWords.warnings(record)
  }

  func plan(metrics: [String] = [], _ asked: [Requirement] = []) -> Plan {
    var plan = Plan(
      audit: AuditDescription(title: "Rates"), decisions: columns, requirements: asked, metrics: metrics, replicates: 0)
    plan.power = false
    plan.nameReferences()
    return plan
  }

  /// What was counted, by the columns of a plan.
  func tallies(_ plan: Plan) throws(ReadError) -> [DecisionTally] {
    let columns = plan.decisions ?? columns
    if let found = known.tallies(of: columns) { return found }
    let made = try counts.tallies(of: columns).map(\.ofNoFile)
    known.note(made, of: columns)
    return made
  }
}

/// What counts say, once it was asked.
private final class KnownTallies: Sendable {
  private let last = Mutex<(columns: DecisionColumns, tallies: [DecisionTally])?>(nil)

  func tallies(of columns: DecisionColumns) -> [DecisionTally]? {
    last.withLock { $0.flatMap { $0.columns == columns ? $0.tallies : nil } }
  }

  func note(_ tallies: [DecisionTally], of columns: DecisionColumns) { last.withLock { $0 = (columns, tallies) } }
}
