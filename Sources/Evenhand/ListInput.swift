import AuditData
import AuditInputs
import AuditMetrics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// The files of ranked lists, read and measured.
struct ListInput {
  private let columns: ListColumns
  private let metrics: Set<String>
  private let replicates: Int
  private let seed: Int
  private let controls: ControlColumns?
  private let levels: [Label]
  private let options: Audit.Options
  /// Tables that are in memory, by their names.
  private let memory: [String: MemoryTable]

  /// - Parameter memory: The tables, where they are in memory and no files.
  init(
    _ recommendations: ListColumns, of whole: Plan, folder: String, options: Audit.Options,
    memory: [MemoryTable] = []
  ) throws {
    self.memory = Dictionary(uniqueKeysWithValues: memory.map { ($0.name, $0) })
    metrics = Set(whole.metrics)
    replicates = whole.replicates
    seed = whole.seed
    controls = whole.controls
    levels = whole.separatedLevels
    self.options = options
    columns = memory.isEmpty ? try recommendations.resolved(relativeTo: folder) : recommendations
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
    reading.waiting = options.waiting
    reading.firstRows = options.firstRows
    reading.gatheredBytes = options.gathered
    reading.memory = memory
    let tables = try ListSource(columns: columns, options: reading).tables(threads: options.threads, digests: digests)
    try checkContexts(tables.context)
    let measures = measures(tables.context)
    let (summary, found) = try tables.lists(for: measures)
    try checkTargets(tables.context)
    return Outcome(
      measures: measures, summary: summary ?? ListSummary(measures), context: tables.context, reading: found)
  }

  /// Throws if people are spread over so many contexts that hardly two share one.
  private func checkContexts(_ context: ListContext) throws(ReadError) {
    guard let count = context.users.contexts?.count, count > HistorySlope.mostContexts else { return }
    throw ReadError(
      .tooManyGroups, file: columns.users?.table.files.first?.given ?? "-",
      message:
        "contexts make \(PlainNumber.count(count)) combinations, more than \(PlainNumber.count(HistorySlope.mostContexts))",
      hint: "people alone in a context show nothing; name fewer or coarser columns", key: "controls.contexts")
  }

  /// Throws if a target gives a share to a group that does not exist: the shares of the others would be taken for the whole.
  private func checkTargets(_ context: ListContext) throws(ReadError) {
    guard let items = columns.items else { return }
    for (group, axis) in zip(items.groups, context.items.axes) {
      guard case .given(let shares) = group.target ?? columns.target else { continue }
      guard let stray = shares.first(where: { $0.share > 0 && !axis.labels.contains($0.group) }) else { continue }
      let near = Suggestion.nearest(to: stray.group.text, among: axis.labels.map(\.text))
      throw ReadError(
        .unknownTarget, file: columns.items?.table.files.first?.given ?? "-",
        message:
          "no item is of the group \(Quoted.text(stray.group.text)) of \(Quoted.text(group.group.name)), to which the target gives a share",
        hint: near.map { "did you mean \(Quoted.text($0))?" } ?? "name groups as the table writes them")
    }
  }

  /// The axis of items whose groups are kinds of taste.
  private var kinds: Int? { controls?.kinds.flatMap { name in columns.itemGroupings.firstIndex(of: [name]) } }

  /// The levels at which lists of groups are compared.
  private func sampledLevels(_ context: ListContext) -> SampledLevels? {
    guard let controls, !levels.isEmpty,
      let axis = context.users.axes.firstIndex(where: { $0.name == controls.setting })
    else { return nil }
    let labels = context.users.axes[axis].labels
    let isFew = kinds.map { (1...HistorySlope.mostKinds).contains(context.items.axes[$0].labels.count) } ?? false
    return SampledLevels(
      axis: axis, codes: levels.map { level in labels.firstIndex(of: level).map { [Int32($0)] } ?? [] },
      kinds: isFew ? kinds : nil)
  }

  private func measures(_ context: ListContext) -> ListMeasures {
    ListMeasures(
      context: context, metrics: metrics, attention: columns.attention, tail: columns.tail,
      targets: (columns.items?.groups ?? []).enumerated().map { number, group in
        (group.target ?? columns.target).map { ListTarget($0, labels: context.items.axes[number].labels) }
      },
      kinds: kinds, levels: sampledLevels(context),
      isClustered: columns.lists.list != nil, replicates: replicates, seed: UInt64(seed))
  }
}

extension ListTarget {
  /// A target with shares in the order of the labels; a label that the plan does not name gets none.
  init(_ plan: Target, labels: [Label]) {
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
