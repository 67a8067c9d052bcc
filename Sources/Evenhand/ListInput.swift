import AuditData
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The files of ranked lists, read and measured.
struct ListInput {
  private let columns: ListColumns
  private let plan: RecommendationsPlan
  private let metrics: Set<String>
  private let replicates: Int
  private let seed: Int
  private let options: Audit.Options

  init(_ recommendations: RecommendationsPlan, of whole: Plan, folder: String, options: Audit.Options) throws {
    plan = recommendations
    metrics = Set(whole.metrics)
    replicates = whole.replicates
    seed = whole.seed
    self.options = options
    columns = try recommendations.columns(folder: folder)
  }

  /// What was read and summed up.
  struct Outcome {
    var measures: ListMeasures
    var summary: ListSummary
    var context: ListContext
    var reading: ListReading
  }

  /// The files, in the order of reading.
  var files: [InputFile] { columns.files }

  func read(digests: DigestJob?) throws(ReadError) -> Outcome {
    var reading = SourceOptions()
    reading.progress = options.progress
    reading.gatheredBytes = options.memory
    let tables = try ListSource(columns: columns, options: reading).tables(threads: options.threads, digests: digests)
    let measures = measures(tables.context)
    let (summary, found) = try tables.lists(for: measures)
    try checkTargets(tables.context)
    return Outcome(
      measures: measures, summary: summary ?? ListSummary(measures), context: tables.context, reading: found)
  }

  /// Throws if a target gives a share to a group that does not exist: the shares of the others would be taken for the whole.
  private func checkTargets(_ context: ListContext) throws(ReadError) {
    guard let items = plan.items else { return }
    for (group, axis) in zip(items.groups, context.items.axes) {
      guard case .given(let shares) = group.target ?? plan.target else { continue }
      guard let stray = shares.first(where: { $0.share > 0 && !axis.labels.contains($0.group) }) else { continue }
      let near = Suggestion.nearest(to: stray.group.text, among: axis.labels.map(\.text))
      throw ReadError(
        .unknownTarget, file: columns.items?.table.files.first?.given ?? "-",
        message:
          "no item is of the group \(Quoted.text(stray.group.text)) of \(Quoted.text(group.group.name)), to which the target gives a share",
        hint: near.map { "did you mean \(Quoted.text($0))?" } ?? "name groups as the table writes them")
    }
  }

  private func measures(_ context: ListContext) -> ListMeasures {
    ListMeasures(
      context: context, metrics: metrics, attention: AttentionModel(plan.attention), tail: plan.tail,
      targets: (plan.items?.groups ?? []).enumerated().map { number, group in
        (group.target ?? plan.target).map { ListTarget($0, labels: context.items.axes[number].labels) }
      }, replicates: replicates, seed: UInt64(seed))
  }
}

extension AttentionModel {
  /// The model that a plan names.
  init(_ plan: AttentionPlan) {
    switch plan {
    case .logarithmic: self = .logarithmic
    case .logarithmicFlat: self = .logarithmicFlat
    case .geometric(let patience): self = .geometric(patience: patience)
    case .reciprocal: self = .reciprocal
    case .uniform: self = .uniform
    case .cascade(let patience): self = .cascade(patience: patience)
    }
  }

  /// Its name in the record.
  var name: String {
    switch self {
    case .logarithmic: "logarithmic"
    case .logarithmicFlat: "logarithmic-flat"
    case .geometric(let patience): "geometric \(CanonicalNumber.text(patience))"
    case .reciprocal: "reciprocal"
    case .uniform: "uniform"
    case .cascade(let patience, _): "cascade \(CanonicalNumber.text(patience))"
    }
  }
}

extension ListTarget {
  /// A target with shares in the order of the labels; a label that the plan does not name gets none.
  init(_ plan: TargetPlan, labels: [Label]) {
    switch plan {
    case .catalogue: self = .catalogue
    case .qualified: self = .qualified
    case .population: self = .population
    case .uniform: self = .uniform
    case .given(let shares):
      self = .given(labels.map { label in shares.first { $0.group == label }?.share ?? 0 })
    }
  }
}

extension RecommendationsPlan {
  /// The columns as the readers want them.
  func columns(folder: String) throws -> ListColumns {
    func files(_ table: Table) throws -> TableFiles {
      let format: TableFiles.Format =
        switch table.format {
        case .delimited: .delimited
        case .recBole: .recBole
        case .trecRun: .trecRun
        case .trecQrels: .trecQrels
        }
      return TableFiles(
        try InputFile.resolve(table.files, relativeTo: folder), format: format, delimiter: table.delimiter)
    }
    return ListColumns(
      lists: ListColumns.Lists(
        try files(lists.table), user: lists.user, item: lists.item, rank: lists.rank, score: lists.score,
        engagement: lists.engagement),
      users: try users.map { users in
        ListColumns.Users(
          try files(users.table), id: users.id,
          groups: users.groups.map { GroupColumn(name: $0.name, column: $0.column, bins: $0.bins) })
      },
      items: try items.map { items in
        ListColumns.Items(
          try files(items.table), id: items.id,
          groups: items.groups.map {
            ItemGroupColumn(
              GroupColumn(name: $0.group.name, column: $0.group.column, bins: $0.group.bins), separator: $0.multiple,
              counting: $0.countsFully ? .full : .fractional)
          }, popularity: items.popularity)
      },
      relevance: try relevant.map {
        ListColumns.Relevance(
          try files($0.table), user: $0.user, item: $0.item, grade: $0.grade, atLeast: $0.atLeast)
      },
      history: try history.map { ListColumns.History(try files($0.table), user: $0.user, item: $0.item) },
      audience: try audience.map { ListColumns.Audience(try files($0.table), user: $0.user) }, depth: depth,
      unknown: unknown)
  }
}
