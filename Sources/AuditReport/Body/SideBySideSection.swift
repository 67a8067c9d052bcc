import AuditRecord

/// Classes and models side by side: how decisions divide, and what one demand found of each.
enum SideBySideSection {
  static let section = Section(id: "side-by-side", title: "Side by side", blocks: blocks)

  /// Columns of a table, the groups' among them.
  private static let mostColumns = 7

  static func blocks(_ index: RecordIndex) -> [Block] {
    guard let labels = index.record.labels, labels.classes != nil || labels.models != nil else { return [] }
    let groupings = index.record.groupings.map(\.grouping).filter { grouping in
      grouping.count == 1 && index.listedGroups(grouping) <= LongTables.mostGroups
    }
    let divisions = labels.classes.map { Self.divisions($0, labels, groupings, index) } ?? []
    let rates = labels.models.map { Self.rates($0, groupings, index) } ?? []
    let judged = Self.judged(index)
    let tables = (judged + rates + divisions).flatMap { $0.split(width: mostColumns) }
    guard !tables.isEmpty else { return [] }
    let (shown, note) = LongTables.first(tables, of: "tables", most: LongTables.mostFamilies, order: "")
    return [.paragraph([.text(intro(index.record, labels))])] + shown.map(Block.table)
      + (note.map { [.paragraph([.text(Phrases.sentenceCase($0) + ".")])] } ?? [])
  }

  private static func intro(_ record: Record, _ labels: DecisionLabels) -> String {
    var sentences: [String] = []
    if let classes = labels.classes {
      let found = classes.isFound == true ? ", which are the labels that the data have" : ""
      sentences.append(
        "Each class is set against all others: \(Phrases.list(classes.labels.map(Words.label)))\(found). All count the same people, so that what one class gains others lose."
      )
    }
    if labels.models != nil {
      sentences.append(
        "Each model is judged by itself, over the same people; whether two models differ is not tested here.")
    }
    if record.requirements.contains(where: { ($0.searched ?? 1) > 1 }) {
      sentences.append(
        "Where one requirement asks of several classes, its “not met” is searched among them: the end of an interval that shows it is at a level divided by their number."
      )
    }
    return sentences.joined(separator: " ")
  }

  // MARK: what was judged

  /// Demands on several classes or models: a table each and grouping, with a column each.
  private static func judged(_ index: RecordIndex) -> [Table] {
    let asked = index.record.requirements.filter { $0.demand != nil }
    let demands = asked.compactMap(\.demand).unique
    return demands.flatMap { demand -> [Table] in
      let own = asked.filter { $0.demand == demand }
      return (own.first?.across ?? []).compactMap { table(own, demand, $0, index) }
    }
  }

  private static func table(
    _ requirements: [Requirement], _ demand: String, _ grouping: [String], _ index: RecordIndex
  ) -> Table? {
    let families = requirements.compactMap { requirement -> (Requirement, JudgedGroups)? in
      guard
        let family = index.families.first(where: {
          $0.family.requirement == requirement.id && $0.family.grouping == grouping && $0.family.stratifier == nil
        })
      else { return nil }
      return (requirement, JudgedGroups(family.family, family.findings, index))
    }
    // The models of a class stand beside each other.
    .sorted { place($0.0, index) < place($1.0, index) }
    guard let first = families.first, families.count > 1 else { return nil }
    let columns = families.map { words(index.card($0.0.metric)?.view) }
    let name = first.0.metric
    let plain = index.card(name).map { plainName($0, index) } ?? name
    let caption =
      "\(demand), \(Words.by(grouping)): \(MetricName.inSentence(plain)), \(first.0.thresholdWords(index.quantity(name)))"
    let groups = families.flatMap { $0.1.rows.map(\.group) }.unique
      .sorted { $0.lexicographicallyPrecedes($1) }
    guard !groups.isEmpty else {
      let cells = families.map { _, family in
        family.whole.map { cell(family.number($0), family.range($0), Mark($0, family.quantity)) } ?? Cells.notAvailable
      }
      return Table(
        caption: [.text(caption)], columns: [.words("Groups")] + columns.map { .words(.text($0)) },
        rows: [[[.text("All groups")]] + cells])
    }
    guard groups.count <= LongTables.mostGroups else { return nil }
    return Table(
      caption: [.text(caption)], columns: [.words("Group")] + columns.map { .words(.text($0)) },
      rows: groups.map { group in
        [[.text(JudgedGroups.name(group, grouping))]]
          + families.map { _, family in
            guard let row = family.rows.first(where: { $0.group == group }) else { return Cells.notAvailable }
            return row.finding == nil
              ? [.mark(.referenceGroup)] : cell(family.number(row), family.range(row), family.mark(row))
          }
      })
  }

  private static func cell(_ number: String?, _ range: String?, _ mark: Mark) -> [Inline] {
    let words = [number, range.map { "(\($0))" }].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    return (words.isEmpty ? [] : [.text(words + " ")]) + [.mark(mark)]
  }

  /// The name of a metric without the class and the model that the table names already.
  private static func plainName(_ card: MetricCard, _ index: RecordIndex) -> String {
    var name = card.name
    for part in [card.view?.modelWords.map { ", \($0)" }, card.view?.classWords.map { " of \($0)" }].compactMap(\.self)
    where name.hasSuffix(part) { name.removeLast(part.count) }
    return name
  }

  /// What a column is about.
  private static func words(_ view: DecisionView?) -> String {
    let parts = [view?.classWords, view?.model.map { Words.label(Label($0)) }]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// Where a column stands: by class, and by model within.
  private static func place(_ requirement: Requirement, _ index: RecordIndex) -> Int {
    let labels = index.record.labels
    let view = index.card(requirement.metric)?.view
    let number = view?.class.flatMap { labels?.classes?.labels.firstIndex(of: $0) } ?? 0
    let model = view?.model.flatMap { name in labels?.models?.firstIndex { $0.name == name } } ?? 0
    return number * (1 + DecisionClasses.most) + model
  }

  // MARK: rates

  /// Rates of each group by each model, of what is judged, and of selection.
  private static func rates(_ models: [DecisionModel], _ groupings: [[String]], _ index: RecordIndex) -> [Table] {
    let asked = Set(index.record.requirements.map(\.metric))
    let shown = index.record.metrics.filter { card in
      card.view?.model != nil && card.parts.isEmpty && card.measure != .whole
        && (asked.contains(card.id) || card.plain == "selection-rate" && card.view?.class == nil)
    }
    let kinds = shown.map { Kind(metric: $0.plain ?? $0.id, class: $0.view?.class, orHigher: $0.view?.orHigher) }.unique
    return groupings.flatMap { grouping in
      kinds.compactMap { kind -> Table? in
        let cards = models.compactMap { model in
          index.record.metrics.first {
            $0.view?.model == model.name && $0.plain == kind.metric && $0.view?.class == kind.class
              && $0.view?.orHigher == kind.orHigher && $0.view?.isMean != true
          }
        }
        let estimates = cards.map { index.estimates(RecordIndex.Place(metric: $0.id, grouping: grouping)) }
        let groups = estimates.flatMap { $0.map(\.group) }.unique
        guard cards.count == models.count, !groups.isEmpty, let first = cards.first else { return nil }
        var name = plainName(first, index)
        if let words = first.view?.classWords { name += " of \(words)" }
        return Table(
          caption: [.text("\(Phrases.sentenceCase(name)) by \(Words.grouping(grouping)), model by model")],
          columns: [.words("Group")] + models.map { .numbers(.text(Words.label(Label($0.name)))) },
          rows: groups.map { group in
            [Cells.group(group)]
              + zip(cards, estimates).map { card, rows in
                Cells.rate(rows.first { $0.group == group }, index.quantity(card.id))
              }
          })
      }
    }
  }

  private struct Kind: Hashable {
    let metric: String
    let `class`: Label?
    let orHigher: Bool?
  }

  // MARK: how decisions divide

  private static func divisions(
    _ classes: DecisionClasses, _ labels: DecisionLabels, _ groupings: [[String]], _ index: RecordIndex
  ) -> [Table] {
    let models: [String?] = labels.models.map { $0.map(\.name) } ?? [nil]
    return groupings.flatMap { grouping in models.compactMap { division(classes, $0, grouping, index) } }
  }

  /// The shares of each class in each group, which sum to the whole, and how far they lie from those of all other groups.
  private static func division(
    _ classes: DecisionClasses, _ model: String?, _ grouping: [String], _ index: RecordIndex
  ) -> Table? {
    let ids = classes.labels.map { DecisionView(model: model, class: $0).name("selection-rate") }
    let estimates = ids.map { id in
      Dictionary(
        index.estimates(RecordIndex.Place(metric: id, grouping: grouping)).map { ($0.group, $0) }
      ) { first, _ in first }
    }
    guard let first = estimates.first, !first.isEmpty, estimates.allSatisfy({ $0.count == first.count }) else {
      return nil
    }
    let groups = index.estimates(RecordIndex.Place(metric: ids[0], grouping: grouping)).map(\.group)
    let least = index.record.requirements.filter { ids.contains($0.metric) }.map(\.minimumCount).min() ?? 0
    let isCounted = first.values.allSatisfy { $0.sampling == nil && $0.denominator != nil }
    let quantity = index.quantity(ids[0])
    let who = model.map { ", by \(DecisionView(model: $0).modelWords ?? "")" } ?? ""
    return Table(
      caption: [
        .text(
          "How decisions divide by \(Words.grouping(grouping))\(who)"
            + (isCounted
              ? "; the distance is half the sum of differences from the shares of all other groups, from 0 to 100 points, and is above 0 by chance alone"
              : ""))
      ],
      columns: [.words("Group"), .numbers("People")] + classes.labels.map { .numbers(.text(Words.label($0))) }
        + (isCounted ? [.numbers("Distance, points")] : []),
      rows: groups.map { group in
        let own = estimates.map { $0[group] }
        let people = own[0]?.count ?? 0
        let name: [[Inline]] = [Cells.group(group), [.text(PlainNumber.count(people))]]
        // Of too few people nothing but their number is said.
        guard people >= least else {
          return name + Array(repeating: Cells.notAvailable, count: own.count + (isCounted ? 1 : 0))
        }
        return name + own.map { Cells.value($0?.value, $0?.undefined, quantity.scale, quantity) }
          + (isCounted ? [distance(group, estimates)] : [])
      })
  }

  /// Total variation between a group's classes and those of all others.
  private static func distance(_ group: [Label], _ estimates: [[[Label]: Estimate]]) -> [Inline] {
    var sum = 0.0
    for rates in estimates {
      let others = rates.values.filter { $0.group != group }
      let people = others.reduce(0) { $0 + ($1.denominator ?? 0) }
      guard people > 0, let own = rates[group]?.value else { return Cells.notAvailable }
      sum += abs(own - others.reduce(0) { $0 + ($1.numerator ?? 0) } / people)
    }
    return sum.isFinite ? [.text(DecimalDigits(sum / 2).fixed(1, shift: 2))] : Cells.notAvailable
  }
}
