import AuditData
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
    /// Told how many bytes and rows have been read.
    public var progress: (@Sendable (_ bytes: Int64, _ rows: Int64) -> Void)?

    /// Two threads, with digests, silent.
    public init() {}
  }

  /// Makes the settings of the libraries underneath. A program that calls it first thing starts faster; ``run(_:folder:options:)`` does it
  /// otherwise.
  public static func prepare() { LinearAlgebra.prepare() }

  /// Reads every input of `plan` once and computes the record.
  ///
  /// - Parameter folder: The folder that relative paths of the plan start from.
  /// - Throws: `ReadError` at the first place in an input that a person has to mend.
  public static func run(_ plan: Plan, folder: String, options: Options = Options()) async throws -> Record {
    prepare()
    let files = try InputFile.resolve(plan.decisions.source, relativeTo: folder)
    var reading = SourceOptions()
    reading.progress = options.progress
    let source = DecisionSource(files: files, columns: plan.decisions.columns, options: reading)
    let tally = try source.tally(threads: options.threads, digests: options.digestsInputs)
    let summary = Contingency(counts: tally.counts.map(Double.init))
    var described = plan
    if let artifact = plan.artifact {
      described.audit.system.sha256 = try FileDigest.sha256(Path.join(folder, artifact)).hex
    }
    return Parallel.$threads.withValue(options.threads) {
      record(of: described, reading: tally.reading, summary: summary)
    }
  }

  /// Computes the record of rows that are in memory: the texts of every column that the plan names [rows].
  ///
  /// - Throws: `ReadError` with the row, from 1, as its line.
  public static func record(of plan: Plan, values: [String: [String]]) throws -> Record {
    var summary = Contingency()
    let source = DecisionArrays(columns: plan.decisions.columns, values: values)
    let reading = try source.read { batch in summary.absorb(copy batch) }
    return record(of: plan, reading: reading, summary: summary)
  }

  /// The record of a complete summary.
  static func record(of plan: Plan, reading: DecisionReading, summary: Contingency) -> Record {
    let tables = GroupTables(layout: reading.layout, summary: summary)
    let results = Engine(plan: plan, tables: tables).results()
    var labels = plan.decisions.labels
    labels.unseen = reading.unseen.decision + reading.unseen.outcome
    return Record(
      tool: Tool(version: Version.current), audit: plan.audit, plan: PlanReference(sha256: plan.sha256),
      inputs: reading.inputs.map {
        InputDescription(name: $0.name, sha256: $0.sha256?.hex, bytes: Int($0.bytes), rows: Int($0.rows))
      },
      rows: flow(reading.rows), units: flow(reading.units),
      missingOutcome: plan.decisions.labels.outcome == nil ? nil : Int(reading.missingOutcomeUnits),
      labels: labels, groupings: results.groupings, stratifiers: results.stratifiers, seed: plan.seed,
      replicates: plan.replicates, metrics: results.cards, estimates: results.estimates,
      disparities: results.disparities, summaries: results.summaries, associations: results.associations,
      requirements: plan.requirements, findings: results.findings, detectable: results.detectable,
      signOff: plan.signOff,
      verdict: Verdict(findings: results.findings, synthetic: plan.audit.data == .synthetic))
  }

  private static func flow(_ tally: Tally) -> RowFlow {
    RowFlow(
      received: Int(tally.received), judged: Int(tally.judged),
      excluded: tally.excluded.map { Exclusion(reason: $0.reason, rows: Int($0.number)) })
  }
}

extension DecisionsPlan {
  /// The columns as the readers want them.
  var columns: DecisionColumns {
    DecisionColumns(
      subject: subject, decision: labels.decision, favourable: labels.favourable, unfavourable: labels.unfavourable,
      outcome: labels.outcome, positive: labels.positive ?? [], negative: labels.negative, count: labels.count,
      groups: groups.map { GroupColumn(name: $0.name, column: $0.column, bins: $0.bins) },
      strata: within.map(\.column), unknown: labels.unknown, delimiter: delimiter)
  }
}
