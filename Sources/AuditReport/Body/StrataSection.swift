import AuditRecord

/// The crude numbers beside those within strata, and why they may differ.
enum StrataSection {
  static let section = Section(id: "strata", title: "Crude and within strata, side by side", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    let places = index.comparedPlaces.filter { $0.stratifier != nil && $0.within != nil && $0.within != "*" }
      .map { RecordIndex.Place(metric: $0.metric, grouping: $0.grouping, stratifier: $0.stratifier) }.unique
    guard !places.isEmpty else { return [] }
    let intro: Block = .paragraph([
      "A crude number compares all people of a group. A number within a stratum compares only people who share it. Neither is the right one by itself: being in a stratum may be part of what is examined. A pooled number averages the strata with weights that depend only on their sizes."
    ])
    let comparisons = places.enumerated().flatMap { number, place in
      StrataComparison(id: "strata-\(number + 1)", place: place, index: index).blocks
    }
    return comparisons.isEmpty ? [] : [intro] + comparisons
  }
}

/// One metric of one grouping, crude and within the strata of one column.
struct StrataComparison {
  let id: String
  /// Metric, grouping and stratifier; no stratum.
  let place: RecordIndex.Place
  let index: RecordIndex

  private var stratifier: String { place.stratifier ?? "" }

  private func within(_ stratum: String?, metric: String? = nil) -> RecordIndex.Place {
    RecordIndex.Place(
      metric: metric ?? place.metric, grouping: place.grouping, stratifier: stratum == nil ? nil : stratifier,
      within: stratum)
  }

  private var strata: [String] {
    index.comparedPlaces.filter {
      $0.metric == place.metric && $0.grouping == place.grouping && $0.stratifier == place.stratifier
        && $0.within != "*"
    }.compactMap(\.within)
  }

  private var pooledPlace: RecordIndex.Place {
    let own = within("*")
    guard index.disparities(own).isEmpty, let pooled = index.pooled(place.metric) else { return own }
    return within("*", metric: pooled)
  }

  var blocks: [Block] {
    let comparisons = index.ways(within(nil)).enumerated().flatMap { number, way in
      way.rows.filter { !$0.isReference }.enumerated().compactMap { offset, crude in
        comparison(crude, way.way, id: "\(id)-\(number + 1)-\(offset + 1)")
      }
    }
    guard !comparisons.isEmpty else { return [] }
    let title = "\(index.name(place.metric)) by \(Words.grouping(place.grouping)), within \(stratifier)"
    var explained: Set<[[Label]?]> = []
    return [.heading(Heading(3, id: id, [.text(title)]))] + association
      + comparisons.flatMap { comparison in
        // A pair of groups is drawn and explained once; another way of comparing it adds its numbers.
        let pair = [comparison.crude.group, comparison.crude.reference.group]
        return explained.insert(pair).inserted ? comparison.blocks : [.table(comparison.table)]
      }
  }

  private func comparison(_ crude: Disparity, _ way: RecordIndex.Way, id: String) -> StratifiedRow? {
    guard crude.value != nil else { return nil }
    func same(_ row: Disparity) -> Bool {
      row.group == crude.group && row.comparison == way.comparison && row.reference.rule == way.rule
        && row.minimumCount == way.minimumCount && row.level == way.level
        && row.referenceMinimum == way.referenceMinimum
    }
    let rows = strata.compactMap { stratum in
      index.disparities(within(stratum)).first(where: same).map { (stratum, $0) }
    }
    guard !rows.isEmpty else { return nil }
    return StratifiedRow(
      id: id, place: place, crude: crude, strata: rows, pooled: index.disparities(pooledPlace).first(where: same),
      index: index)
  }

  private var association: [Block] {
    let tests = index.record.associations.filter {
      $0.grouping == place.grouping && $0.stratifier == stratifier
        && ($0.metric == place.metric || $0.metric == index.pooled(place.metric))
    }
    guard let test = tests.first?.test, let p = test.p else { return [] }
    return [
      .paragraph([
        .text(
          "One test over all groups and strata asks whether the rate is the same for every group within each stratum: p \(p < 0.001 || p > 0.999 ? "" : "= ")\(Numbers.probability(p)) (\(MethodNotes.name(test.name)))."
        )
      ])
    ]
  }
}
