import AuditData
import AuditInputs
import AuditMetrics
import AuditNumerics
import AuditPolicy
import AuditRecord
import AuditStatistics

/// From complete summaries of ranked lists to the numbers of groups, and about everything. It sees no list.
struct ListProducer: Producer {
  let plan: Plan
  let recommendations: ListColumns
  let measures: ListMeasures
  let summary: ListSummary
  let context: ListContext
  let reading: ListReading

  init(plan: Plan, recommendations: ListColumns, outcome: ListInput.Outcome) {
    self.plan = plan
    self.recommendations = recommendations
    measures = outcome.measures
    context = outcome.context
    reading = outcome.reading
    summary = outcome.summary
  }

  func measure(into set: inout MeasuredSet) {
    set.cards += Catalogue.cards.filter { $0.side != .decisions && plan.metrics.contains($0.id) }.map(described)
    let people = People(context: context, reading: reading, receivers: measures.receivers)
    for grouping in plan.measuredGroupings(.receivers) {
      ReceiverProducer(engine: self, people: people, grouping: grouping).measure(into: &set)
    }
    if !people.known.isEmpty {
      set.addEverybody { ReceiverProducer(engine: self, people: people, grouping: []).measure(into: &$0) }
    }
    for (number, grouping) in recommendations.itemGroupings.enumerated() {
      ProviderProducer(engine: self, axis: number, grouping: grouping).measure(into: &set)
    }
    if let controls = plan.controls, controls.side == .receivers {
      SeparationProducer(engine: self, levels: plan.separatedLevels, setting: controls.setting).measure(into: &set)
    }
    CatalogueProducer(engine: self).measure(into: &set)
  }

  /// About how many people have lists and are in no table of users: their rows over the rows of a list of others.
  var unknownUsers: Int { unknown(among: reading.lengths.count { $0 > 0 }) }

  /// The same of their lists.
  var unknownLists: Int { measures.isClustered ? unknown(among: summary.lists) : unknownUsers }

  private func unknown(among all: Int) -> Int {
    guard let lists = reading.readings.first(where: { $0.part == .lists }),
      let rows = lists.rows.excluded.first(where: { $0.reason == TableReading.Reason.unknownUser.rawValue })?.rows
    else { return 0 }
    let known = reading.lengths.reduce(0) { $0 + Int($1) }
    return known == 0 ? rows : Int(bounded: (Double(rows) * Double(all) / Double(known)).rounded(.up))
  }

  /// A card with the choices that this audit's numbers depend on.
  private func described(_ card: MetricCard) -> MetricCard {
    var card = card
    card.parameters["depth"] = "\(context.depth)"
    if card.attention { card.parameters["attention"] = measures.attention.name }
    if card.needs.contains(.target) { card.parameters["target"] = target ?? "none" }
    if card.id == LongTailShare().card.id {
      card.parameters["tail"] =
        "least popular items that together hold \(PlainNumber.percent(recommendations.tail)) % of the popularity"
    }
    if card.countsLevels { card = SettingShare.card(card, levels: plan.countedLevels) }
    if card.side == .receivers, card.needs.contains(.itemGroups), let first = recommendations.itemGroupings.first {
      card.parameters["groups of items"] = first.joined()
    }
    return card
  }

  /// Where targets come from, over all groupings of items.
  private var target: String? {
    let names = recommendations.itemGroupings.compactMap { grouping in
      recommendations.target(of: grouping).map { (grouping.joined(), $0.name) }
    }
    guard let first = names.first else { return nil }
    return names.allSatisfy { $0.1 == first.1 } ? first.1 : names.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
  }

  /// What the lists were.
  var description: ListsDescription {
    let people: Int
    if context.users.axes.isEmpty, recommendations.users == nil {
      people =
        Set(context.audience ?? []).union(reading.lengths.indices.filter { reading.lengths[$0] > 0 }.map { Int32($0) })
        .count
    } else {
      people = context.users.count
    }
    return ListsDescription(
      depth: context.depth, attention: measures.attention.name, target: target,
      tail: recommendations.items?.popularity == nil ? nil : recommendations.tail,
      relevance: recommendations.relevance.map {
        $0.grade == nil && $0.table.format != .trecQrels ? "unit" : $0.atLeast == nil ? "graded" : "binary"
      }, atLeast: recommendations.relevance?.atLeast, people: people,
      recipients: context.audience?.count ?? (recommendations.users == nil ? nil : context.users.count),
      lists: summary.lists, items: reading.items, positions: reading.entries, tied: reading.tied, short: summary.short,
      withoutRelevance: context.relevance == nil ? nil : summary.withoutRelevance,
      list: recommendations.lists.list, ranks: reading.isRanked ? recommendations.lists.ranks.rawValue : nil,
      unknown: recommendations.unknown,
      counting: zip(recommendations.items?.groups ?? [], context.items.memberships).filter { group, membership in
        // A sequence of RecBole has several labels without a separator in the plan.
        group.separator != nil || zip(membership.starts, membership.starts.dropFirst()).contains { $1 - $0 > 1 }
      }.map { group, _ in
        ItemCounting(grouping: group.group.name, counting: group.counting.rawValue)
      })
  }
}

/// How many people there are in each finest group.
struct People {
  /// People with a list, or who should have received one [finest].
  var known: [Int]
  /// People who should have received a list [finest]; empty where nobody said.
  var recipients: [Int]
  /// Those of them who have none [finest].
  var missed: [Int]
  /// People with a list and a history [finest].
  var withHistory: [Int]

  init(context: ListContext, reading: ListReading, receivers: ListMeasures.Receivers) {
    let groups = receivers.tuples.count
    known = Array(repeating: 0, count: groups)
    recipients = []
    missed = []
    withHistory = known
    let hasTable = !receivers.codes.isEmpty || !context.users.axes.isEmpty
    var isRecipient = [Bool](repeating: context.audience == nil && hasTable, count: reading.lengths.count)
    for user in context.audience ?? [] { isRecipient[Int(user)] = true }
    if context.audience != nil || hasTable {
      recipients = known
      missed = known
    }
    for (user, length) in reading.lengths.enumerated() where length > 0 || isRecipient[user] {
      let group = receivers.code(of: user)
      known[group] += 1
      if length > 0, !(context.history?.range(of: user) ?? 0..<0).isEmpty { withHistory[group] += 1 }
      guard isRecipient[user], !recipients.isEmpty else { continue }
      recipients[group] += 1
      if length == 0 { missed[group] += 1 }
    }
  }
}
