import AuditMetrics
import AuditPolicy
import AuditRecord

/// Whether what a record says of grounds and of notices fits its other numbers.
struct LawfulUseStructure {
  private let record: Record
  /// Each place at which it does not.
  private(set) var failures: [String] = []

  /// Checks a record.
  init(_ record: Record) {
    self.record = record
    grounds()
    counted()
    notices()
  }

  private mutating func grounds() {
    let own = record.leftOut.filter { $0.reason.cause != nil }
    // Of people who receive lists, their own table says who was left out.
    let users = record.tables.first { $0.table == "users" }?.rows
    let isOfUsers = record.lawfulUse?.of == .recommendations
    let rows = isOfUsers ? users ?? RowFlow(received: 0, judged: 0) : record.rows.without(lists: record)
    let excluded = Dictionary(rows.excluded.map { ($0.reason, $0.rows) }) { first, _ in first }
    guard let lawful = record.lawfulUse else {
      if !own.isEmpty || UseCause.allCases.contains(where: { excluded[$0.rawValue] != nil }) {
        failures.append("rows were left out for want of a ground, and it does not say of which")
      }
      return
    }
    let counts = lawful.causes.map(\.rows)
    let orders = lawful.causes.map(\.cause.order)
    guard counts.allSatisfy({ $0 >= 0 }), zip(orders, orders.dropFirst()).allSatisfy(<), lawful.rows == rows.received,
      lawful.withoutGround <= lawful.rows,
      UseCause.allCases.allSatisfy({ cause in
        excluded[cause.rawValue] ?? 0 == lawful.causes.first { $0.cause == cause }?.rows ?? 0
      })
    else {
      failures.append("the rows without a ground are not those that were left out")
      return
    }
    let asked = Set(lawful.causes.map(\.cause))
    let rest = lawful.rows.minus(lawful.withoutGround)
    guard asked.contains(.pastRetention) == (lawful.rules.retentionDays != nil),
      asked.contains(.minor) == (lawful.rules.minimumAge != nil),
      asked.contains(.specialWithoutGround) == !(lawful.rules.special ?? []).isEmpty,
      asked.contains(.noConsent) == record.tables.contains(where: { $0.table == "consents" }),
      [lawful.unknownAge, lawful.unknownCollected].allSatisfy({ (0...max(0, rest)).contains($0 ?? 0) })
    else {
      failures.append("what it asks of the ground of a row is not what its causes say")
      return
    }
    groups(lawful)
    leftOut(lawful, own)
  }

  /// Those of the groups of each grouping are all that were left out.
  private mutating func groups(_ lawful: LawfulUseDescription) {
    guard let groups = lawful.groups else { return }
    for (_, own) in Dictionary(grouping: groups, by: \.grouping) where !isWhole(own.map { ($0.cause, $0.rows) }, lawful)
    {
      failures.append("the rows without a ground of its groups are not all of them")
    }
  }

  /// Every number about groups lacks all that were left out.
  private mutating func leftOut(_ lawful: LawfulUseDescription, _ own: [LeftOut]) {
    struct Place: Hashable {
      var metric: String
      var grouping: [String]
      var stratifier: String?
    }
    let places = Dictionary(grouping: own) {
      Place(metric: $0.metric, grouping: $0.grouping, stratifier: $0.stratifier)
    }
    let byGroup = Dictionary((lawful.groups ?? []).map { ($0.key, $0.rows) }) { first, _ in first }
    var hasFailed = false
    for (place, entries) in places {
      let isRight =
        isWhole(
          entries.compactMap { entry in entry.reason.cause.map { ($0, Int(bounded: entry.completions.total)) } }, lawful
        )
        && entries.allSatisfy { entry in
          guard let cause = entry.reason.cause, entry.completions == Completions(either: entry.completions.either)
          else {
            return false
          }
          if lawful.groups == nil { return entry.group == nil }
          let key = UseGroupCount(grouping: place.grouping, group: entry.group, cause: cause, rows: 0).key
          // A number about everything has no grouping of its own.
          return place.grouping.isEmpty || byGroup[key] == Int(bounded: entry.completions.total)
        }
      if !isRight { hasFailed = true }
    }
    let side: MetricSide = lawful.of == .decisions ? .decisions : .receivers
    let decided = Set(record.metrics.filter { $0.side == side && !$0.needs.contains(.strata) }.map(\.id))
    let asked = Set(
      record.estimates.filter { decided.contains($0.metric) && $0.within == nil }.map {
        Place(metric: $0.metric, grouping: $0.grouping)
      })
    if lawful.withoutGround > 0, !asked.isSubset(of: places.keys) { hasFailed = true }
    if hasFailed { failures.append("numbers about groups do not lack those who were left out for want of a ground") }
  }

  private func isWhole(_ counts: [(UseCause, Int)], _ lawful: LawfulUseDescription) -> Bool {
    let sums = Dictionary(counts) { $0.plus($1) }
    return lawful.causes.allSatisfy { sums[$0.cause] ?? 0 == $0.rows }
      && counts.allSatisfy { count in count.1 >= 0 && lawful.causes.contains { $0.cause == count.0 } }
  }

  /// A share that is counted is the one that the record counts.
  private mutating func counted() {
    for summary in record.summaries {
      let card = record.card(summary.metric)
      guard case .counted(let metric) = Catalogue.metric(named: summary.metric)?.kind, let card else {
        if summary.counts != nil {
          failures.append("a stored number of \(Quoted.text(summary.metric)) is not one that is counted of everything")
        }
        continue
      }
      let given = metric.counts(of: record).map {
        SummaryResult(
          counted: card, $0, isSample: record.needsRange(of: card), isRepeated: record.sampling?.isClustered == true)
      }
      let isSame =
        given.map { given in
          summary.counts == given.counts && Closeness.areSame(summary.value, given.value)
            && Closeness.areSame(summary.interval, given.interval) && summary.undefined == given.undefined
            && summary.withoutInterval == given.withoutInterval && summary.spread == nil && summary.separation == nil
        } ?? false
      if !isSame {
        failures.append("the stored number of \(Quoted.text(summary.metric)) is not the one that it counts")
      }
    }
  }

  private mutating func notices() {
    let known = Dictionary(NoticeRules.all.map { ($0.pack.sha256, $0) }) { first, _ in first }
    for notice in record.notices ?? [] {
      let isStated = notice.fields.allSatisfy { field in
        (field.state == .notApplicable) == (field.reason != nil) && (field.reason != nil) == (field.by != nil)
      }
      let isOfPack =
        known[notice.pack.sha256].map { rules in
          rules.pack == notice.pack && rules.fields.map(\.asked) == notice.fields.map(\.asked)
        } ?? true
      if !isStated || !isOfPack {
        failures.append("the notice \(Quoted.text(notice.file)) is not set beside what its pack asks")
      }
    }
  }
}

extension LeftOutReason {
  /// The cause, where somebody was left out for want of a ground.
  fileprivate var cause: UseCause? { if case .withoutGround(let cause) = self { cause } else { nil } }
}

extension UseGroupCount {
  /// What it counts.
  fileprivate struct Key: Hashable {
    var grouping: [String]
    var group: [Label]?
    var cause: UseCause
  }

  fileprivate var key: Key { Key(grouping: grouping, group: group, cause: cause) }
}

extension NoticeField {
  /// What a rule asks, whatever was found.
  fileprivate var asked: [String?] { [id, clause, question, when] }
}
