package import AuditData
package import AuditNumerics
import AuditRecord
package import AuditStatistics

/// Everything that is kept of ranked lists: sums, and no list.
///
/// Merging is associative and commutative up to rounding, with the empty summary as identity; absorbing in parts and
/// merging equals absorbing at once.
package struct ListSummary: Sendable, Hashable {
  /// The contributions to each receiver metric by finest group [metrics][groups].
  package private(set) var receivers: [[BlockedSample]]
  /// Lists counted by a receiver metric that is a share, by finest group [metrics][groups].
  package private(set) var proportions: [[Proportion]]
  /// Lists with a contribution other than 0 [metrics][groups].
  package private(set) var contributing: [[Int]]
  /// What each group of items got in each list [axes].
  package private(set) var axes: [BlockedSample]
  /// Lists that give a group anything in a channel [axes][components].
  package private(set) var axisContributing: [[Int]]
  /// Attention of each group at each rank, over all lists [axes][depth × groups].
  package private(set) var rankAttention: [[Double]]
  /// Positions of each group at each rank, over all lists [axes][depth × groups].
  package private(set) var rankPositions: [[Double]]
  /// Attention of each group under the other model [axes][groups].
  package private(set) var alternative: [[Double]]
  /// Averages over lists.
  package private(set) var averages: [BlockedSample]
  /// Lists that fail the exact test of each group, and lists tested [axes][groups].
  package private(set) var representation: [[Proportion]]
  /// The same of each person: lists that fail by group, then lists tested [axes]; no components where a person has one list.
  package private(set) var representationByPerson: [BlockedSample]
  /// The same sums under random weights; nothing without replicates, or with too many lists.
  package private(set) var bootstrap: ListBootstrap?
  /// What all items got.
  package var totals: ItemTotals {
    ItemTotals(attention: exposures.map(\.x), shown: exposures.map(\.y), relevance: wanted)
  }
  /// What the lists of the person at hand have so far; empty between people.
  private var cluster = Cluster()
  /// The attention of each item, and the lists that hold it [items].
  private var exposures: [SIMD2<Double>] = []
  /// The grades of each item [items].
  private var wanted: [Double] = []
  /// Lists of each finest group that hold each item [groups][items]; empty unless asked for.
  package private(set) var overlap: [[Double]]
  /// What lists of each finest group share with those of the same person [groups].
  package private(set) var selfOverlap: [Double]
  /// Pairs of a list of each finest group and a list of the same person, itself among them [groups].
  package private(set) var ownPairs: [Double]
  /// The mixes of lists and histories of each finest group, within contexts [groups]; empty unless asked for.
  package private(set) var mixes: [ContextSample]
  /// People at levels whose lists are compared [levels].
  package private(set) var levels: [LevelSample]
  /// The number of lists.
  package private(set) var lists = 0
  /// Lists whose last position is at each rank [depth].
  package private(set) var reaching: [Int]
  /// Lists of each finest group.
  package private(set) var sizes: [Int]
  /// Lists shorter than the depth.
  package private(set) var short = 0
  /// Lists of whose owners nothing relevant is known.
  package private(set) var withoutRelevance = 0

  /// No lists.
  ///
  /// - Parameter before: The lists that precede those to come, and are taken in elsewhere.
  package init(_ measures: ListMeasures, before: Int = 0) {
    let groups = measures.receivers.tuples.count
    let metrics = measures.receiverMetrics
    receivers = metrics.map { metric in
      metric.card.measure == .proportion && !measures.isClustered
        ? []
        : Array(repeating: BlockedSample(dimension: measures.dimension(of: metric)), count: groups)
    }
    proportions = metrics.map { metric in
      metric.card.measure == .proportion
        ? Array(repeating: Proportion(successes: 0, trials: 0), count: groups) : []
    }
    contributing = metrics.map { _ in Array(repeating: 0, count: groups) }
    axes = measures.axes.map { BlockedSample(dimension: $0.dimension) }
    axisContributing = measures.axes.map { Array(repeating: 0, count: $0.dimension) }
    let depth = measures.context.depth
    rankAttention = measures.axes.map { Array(repeating: 0, count: min(depth, Self.deepest) * $0.groups) }
    rankPositions = rankAttention
    alternative = measures.axes.map { Array(repeating: 0, count: $0.groups) }
    averages = measures.averages.map { _ in BlockedSample(dimension: measures.isClustered ? 2 : 1) }
    representation = measures.representation.map { $0.map { _ in Proportion(successes: 0, trials: 0) } }
    representationByPerson = measures.representation.map {
      BlockedSample(dimension: measures.isClustered && !$0.isEmpty ? $0.count + 1 : 0)
    }
    overlap = measures.countsOverlap ? Array(repeating: [], count: groups) : []
    selfOverlap = Array(repeating: 0, count: groups)
    ownPairs = selfOverlap
    mixes =
      measures.kinds.map { axis in
        let dimension = WithinContextSlope.dimension(kinds: measures.catalogue.axes[axis].groups)
        return Array(repeating: ContextSample(dimension: dimension), count: groups)
      } ?? []
    levels = measures.levels.map { $0.codes.map { _ in LevelSample() } } ?? []
    reaching = Array(repeating: 0, count: min(depth, Self.deepest))
    sizes = Array(repeating: 0, count: groups)
    bootstrap = before < ListBootstrap.mostLists ? ListBootstrap(measures, before: before) : nil
  }

  /// Ranks up to which sums by rank are kept.
  static let deepest = 1000

  /// Adds lists.
  package mutating func absorb(_ piece: ListPiece, _ measures: ListMeasures) {
    var lens = ListLens(measures)
    let writers = measures.axes.indices.map { ChannelWriter(measures, axis: $0) }
    growItems(piece, measures)
    piece.items.withUnsafeBufferPointer { items in
      piece.engagement.withUnsafeBufferPointer { engagement in
        measures.context.withItems { beside in
          for list in 0..<piece.count {
            let view = lens.look(at: list, of: piece, items: items, beside: beside)
            let engaged =
              engagement.isEmpty ? engagement : UnsafeBufferPointer(rebasing: engagement[piece.entries(of: list)])
            absorb(view, lens.attention(view), engaged, measures, &lens, writers)
            if measures.isClustered, list + 1 == piece.count || piece.owners[list + 1] != piece.owners[list] {
              endCluster(measures, owner: view.owner)
            }
          }
        }
      }
    }
  }

  private mutating func absorb(
    _ list: RankedList, _ attention: UnsafeBufferPointer<Double>, _ engagement: UnsafeBufferPointer<Double>,
    _ measures: ListMeasures, _ lens: inout ListLens, _ writers: [ChannelWriter]
  ) {
    count(list)
    addReceiver(list, measures)
    addItems(list, attention, measures)
    addRelevance(list, measures)
    if let axis = measures.kinds { addMixes(list, attention, measures.catalogue.axes[axis], measures) }
    if let levels = measures.levels { addLevel(list, attention, levels, measures) }
    for (axis, writer) in writers.enumerated() {
      addAxis(axis, list, attention: attention, engagement: engagement, measures, &lens, writer)
      addComposition(axis, list, measures)
    }
    for (number, average) in measures.averages.enumerated() where average.axis == nil {
      guard let value = average.metric.contribution(of: list, composition: nil) else { continue }
      addAverage(number, value, measures)
    }
  }

  private mutating func addAverage(_ number: Int, _ value: Double, _ measures: ListMeasures) {
    guard measures.isClustered else { return averages[number].add { $0[0] = value } }
    cluster.prepare(measures)
    cluster.averages[number] += SIMD2(value, 1)
  }

  /// Adds the mix of a list and that of its owner's history. People without a history, without items of known kinds, or of a
  /// context that is not known take no part.
  private mutating func addMixes(
    _ list: RankedList, _ attention: UnsafeBufferPointer<Double>, _ axis: ItemAxis, _ measures: ListMeasures
  ) {
    let context = measures.context.context(of: list.owner)
    guard !list.history.isEmpty, context != ListContext.Contexts.unknown else { return }
    if measures.isClustered {
      cluster.prepare(measures)
      if cluster.mixes.isEmpty { cluster.mixes = Array(repeating: 0, count: 2 * axis.groups) }
      let isFirst = cluster.mixes[axis.groups...].allSatisfy { $0 == 0 }
      cluster.mixes.withUnsafeMutableBufferPointer { row in
        list.addAttention(axis, attention, to: UnsafeMutableBufferPointer(rebasing: row[..<axis.groups]))
        if isFirst { list.addHistory(axis, to: UnsafeMutableBufferPointer(rebasing: row[axis.groups...])) }
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * axis.groups) { row in
      row.initialize(repeating: 0)
      list.addAttention(axis, attention, to: UnsafeMutableBufferPointer(rebasing: row[..<axis.groups]))
      list.addHistory(axis, to: UnsafeMutableBufferPointer(rebasing: row[axis.groups...]))
      take(row, of: list.owner, context, axis, measures)
    }
  }

  /// Keeps a list at a level at which lists of groups are compared. People of a context that is not known take no part.
  private mutating func addLevel(
    _ list: RankedList, _ attention: UnsafeBufferPointer<Double>, _ sampled: SampledLevels, _ measures: ListMeasures
  ) {
    guard measures.levelOfGroup[measures.receivers.code(of: list.owner)] != nil,
      measures.context.context(of: list.owner) != ListContext.Contexts.unknown, list.count > 0
    else { return }
    var mix: [Double] = []
    if let axis = sampled.kinds.map({ measures.catalogue.axes[$0] }) {
      mix = Array(repeating: 0, count: axis.groups)
      mix.withUnsafeMutableBufferPointer { list.addAttention(axis, attention, to: $0) }
    }
    guard measures.isClustered else {
      return keep(list.owner, mix, items: Array(list.items), inclusion: Array(list.inclusion), measures)
    }
    cluster.atLevel += 1
    if cluster.mix.isEmpty { cluster.mix = mix } else { cluster.mix.add(mix) }
    for entry in 0..<list.count { cluster.shown[list.items[entry], default: 0] += list.inclusion[entry] }
  }

  /// Keeps what the lists of a person show together: the mix of their attention, and in which share of them an item stands.
  private mutating func endLevel(_ owner: Int, _ measures: ListMeasures) {
    let shown = cluster.shown.sorted { $0.key < $1.key }
    keep(
      owner, cluster.mix, items: shown.map(\.key), inclusion: shown.map { $0.value / cluster.atLevel }, measures)
  }

  private mutating func keep(
    _ owner: Int, _ mix: [Double], items: [Int32], inclusion: [Double], _ measures: ListMeasures
  ) {
    let group = measures.receivers.code(of: owner)
    guard let level = measures.levelOfGroup[group] else { return }
    var mix = mix
    if !mix.withUnsafeMutableBufferPointer({ $0.share() }) { mix = [] }
    levels[level].add(
      LevelSample.Person(
        number: LevelSample.number(of: owner, seed: measures.seed), owner: Int32(owner), group: Int32(group),
        context: measures.context.context(of: owner), mix: mix, items: items, inclusion: inclusion))
  }

  /// Takes in what a person was shown and chose, by kind [2 × kinds].
  private mutating func take(
    _ row: UnsafeMutableBufferPointer<Double>, of owner: Int, _ context: Int32, _ axis: ItemAxis,
    _ measures: ListMeasures
  ) {
    guard UnsafeMutableBufferPointer(rebasing: row[..<axis.groups]).share(),
      UnsafeMutableBufferPointer(rebasing: row[axis.groups...]).share()
    else { return }
    mixes[measures.receivers.code(of: owner)].add(context) { vector in
      for index in row.indices { vector[2 + index] = row[index] }
      WithinContextSlope.complete(vector, kinds: axis.groups)
    }
  }

  /// Adds what the lists of a person have together: sums, and the number of lists.
  private mutating func endCluster(_ measures: ListMeasures, owner: Int) {
    let group = measures.receivers.code(of: owner)
    cluster.prepare(measures)
    for (number, sums) in cluster.receivers.enumerated() where sums.z > 0 {
      receivers[number][group].add { row in
        row[0] = sums.x
        if row.count > 2 { row[1] = sums.y }
        row[row.count - 1] = sums.z
      }
    }
    for (number, sums) in cluster.averages.enumerated() where sums.y > 0 {
      averages[number].add { row in (row[0], row[1]) = (sums.x, sums.y) }
    }
    for (axis, sums) in cluster.axes.enumerated() {
      axes[axis].add { row in for component in row.indices { row[component] = sums[component] } }
    }
    for (axis, sums) in cluster.tested.enumerated() where (sums.last ?? 0) > 0 {
      representationByPerson[axis].add { row in for component in row.indices { row[component] = sums[component] } }
    }
    if !overlap.isEmpty {
      ownPairs[group] += cluster.lists * cluster.lists
      for (_, held) in cluster.items.sorted(by: { $0.key < $1.key }) { selfOverlap[group] += held * held }
    }
    if !cluster.shown.isEmpty { endLevel(owner, measures) }
    if let axis = measures.kinds, !cluster.mixes.isEmpty {
      var own = cluster.mixes
      own.withUnsafeMutableBufferPointer {
        take($0, of: owner, measures.context.context(of: owner), measures.catalogue.axes[axis], measures)
      }
    }
    cluster = Cluster()
  }

  /// What the lists of the person at hand have so far.
  private struct Cluster: Sendable, Hashable {
    /// Value, base and lists [metrics].
    var receivers: [SIMD3<Double>] = []
    /// Value and lists [averages].
    var averages: [SIMD2<Double>] = []
    /// Vectors [axes][components].
    var axes: [[Double]] = []
    /// Attention and history by kind [2 × kinds]; empty until a list has them.
    var mixes: [Double] = []
    /// Lists that fail the exact test by group, then lists tested [axes].
    var tested: [[Double]] = []
    /// Lists, where overlaps are counted, and how many of them hold each item.
    var lists = 0.0
    var items: [Int32: Double] = [:]
    /// Lists at a level at which lists are compared, how many of them hold each item, and their attention by kind [kinds].
    var atLevel = 0.0
    var shown: [Int32: Double] = [:]
    var mix: [Double] = []

    mutating func prepare(_ measures: ListMeasures) {
      guard
        receivers.count < measures.receiverMetrics.count || averages.count < measures.averages.count
          || axes.count < measures.axes.count || tested.count < measures.representation.count
      else { return }
      receivers = Array(repeating: .zero, count: measures.receiverMetrics.count)
      averages = Array(repeating: .zero, count: measures.averages.count)
      axes = measures.axes.map { Array(repeating: 0, count: $0.dimension) }
      tested = measures.representation.map { $0.isEmpty ? [] : Array(repeating: 0, count: $0.count + 1) }
    }
  }

  private mutating func growItems(_ piece: ListPiece, _ measures: ListMeasures) {
    let count = max(measures.context.items.count, Int(piece.items.max() ?? -1) + 1)
    guard exposures.count < count else { return }
    let more = count - exposures.count
    exposures += repeatElement(.zero, count: more)
    wanted += repeatElement(0, count: more)
    for group in overlap.indices { overlap[group] += repeatElement(0, count: count - overlap[group].count) }
  }

  private mutating func count(_ list: RankedList) {
    lists += 1
    let positions = list.positions
    if positions < list.depth { short += 1 }
    if positions > 0 { reaching[min(positions, reaching.count) - 1] += 1 }
    if list.wanted == 0 { withoutRelevance += 1 }
  }

  private mutating func addReceiver(_ list: RankedList, _ measures: ListMeasures) {
    let group = measures.receivers.code(of: list.owner)
    sizes[group] += 1
    if bootstrap?.hasRoom == false { bootstrap = nil }
    var contributions = bootstrap == nil ? [] : Array(repeating: 0.0, count: 2 * measures.receiverMetrics.count)
    for (number, metric) in measures.receiverMetrics.enumerated() {
      guard let contribution = metric.contribution(of: list) else { continue }
      if contribution.value != 0 { contributing[number][group] += 1 }
      if !contributions.isEmpty {
        contributions[2 * number] = contribution.value
        contributions[2 * number + 1] = contribution.base
      }
      if measures.isClustered {
        cluster.prepare(measures)
        cluster.receivers[number] += SIMD3(contribution.value, contribution.base, 1)
      } else if proportions[number].isEmpty {
        receivers[number][group].add { row in
          row[0] = contribution.value
          if row.count > 1 { row[1] = contribution.base }
        }
      }
      if !proportions[number].isEmpty {
        let before = proportions[number][group]
        proportions[number][group] = Proportion(
          successes: before.successes + contribution.value, trials: before.trials + 1)
      }
    }
    bootstrap?.add(contributions, group: group, owner: list.owner)
  }

  private mutating func addItems(
    _ list: RankedList, _ attention: UnsafeBufferPointer<Double>, _ measures: ListMeasures
  ) {
    exposures.withUnsafeMutableBufferPointer { exposures in
      for (entry, item) in list.items.enumerated() {
        exposures[Int(item)] += SIMD2(attention[entry], list.inclusion[entry])
      }
    }
    guard !overlap.isEmpty else { return }
    let group = measures.receivers.code(of: list.owner)
    if measures.isClustered {
      cluster.lists += 1
      for entry in 0..<list.count { cluster.items[list.items[entry], default: 0] += list.inclusion[entry] }
    } else {
      ownPairs[group] += 1
      for entry in 0..<list.count { selfOverlap[group] += list.inclusion[entry] * list.inclusion[entry] }
    }
    overlap[group].withUnsafeMutableBufferPointer { counts in
      for entry in 0..<list.count { counts[Int(list.items[entry])] += list.inclusion[entry] }
    }
  }

  private mutating func addRelevance(_ list: RankedList, _ measures: ListMeasures) {
    guard let relevance = measures.context.relevance else { return }
    let places = relevance.range(of: list.owner)
    guard !places.isEmpty else { return }
    let isGraded = !relevance.grades.isEmpty
    relevance.items.withUnsafeBufferPointer { items in
      wanted.withUnsafeMutableBufferPointer { wanted in
        for place in places { wanted[Int(items[place])] += isGraded ? relevance.grades[place] : 1 }
      }
    }
  }

  // MARK: groups of items

  private mutating func addAxis(
    _ axis: Int, _ list: RankedList, attention: UnsafeBufferPointer<Double>, engagement: UnsafeBufferPointer<Double>,
    _ measures: ListMeasures, _ lens: inout ListLens, _ writer: ChannelWriter
  ) {
    writer.look(at: list)
    let narrow = bootstrap == nil ? 0 : measures.axes[axis].narrow
    var weighed: [Double] = []
    func write(_ row: UnsafeMutableBufferPointer<Double>, _ counts: inout [Int]) {
      writer.write(row, list, attention: attention, engagement: engagement, lens: &lens)
      if narrow > 0 { weighed = Array(row[..<narrow]) }
      counts.withUnsafeMutableBufferPointer { counts in
        for component in 0..<min(row.count, counts.count) where row[component] != 0 { counts[component] += 1 }
      }
    }
    if measures.isClustered {
      cluster.prepare(measures)
      var own = Array(repeating: 0.0, count: measures.axes[axis].dimension)
      own.withUnsafeMutableBufferPointer { write($0, &axisContributing[axis]) }
      for component in own.indices { cluster.axes[axis][component] += own[component] }
    } else {
      axes[axis].add { row in write(row, &axisContributing[axis]) }
    }
    if narrow > 0 { bootstrap?.add(weighed, axis: axis, owner: list.owner) }
    let ranks = min(list.depth, reaching.count)
    rankAttention[axis].withUnsafeMutableBufferPointer { attended in
      rankPositions[axis].withUnsafeMutableBufferPointer { positions in
        alternative[axis].withUnsafeMutableBufferPointer { otherwise in
          lens.alternativeWeights.withUnsafeBufferPointer { elsewhere in
            let sums = RankSums(
              attended: attended, positions: positions, otherwise: otherwise, elsewhere: elsewhere, ranks: ranks)
            if writer.isSimple, list.tieLengths.allSatisfy({ $0 == 1 }) {
              sums.addPlain(list, attention, groups: writer.simpleGroups)
            } else {
              sums.add(list, attention, measures.catalogue.axes[axis])
            }
          }
        }
      }
    }
  }

  /// The exact test, and averages over lists that look at prefixes.
  private mutating func addComposition(_ axis: Int, _ list: RankedList, _ measures: ListMeasures) {
    let tables = measures.representation[axis]
    let isWanted = measures.averages.contains { $0.axis == axis }
    guard let target = measures.fixedTargets[axis], isWanted || !tables.isEmpty else { return }
    let groups = measures.catalogue.axes[axis]
    let positions = list.positions
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, positions * groups.groups)) { cumulative in
      cumulative.initialize(repeating: 0)
      for entry in 0..<list.count {
        let first = Int(list.firstPositions[entry])
        let length = Int(list.tieLengths[entry])
        for rank in first..<max(first, min(first + length, positions + 1)) {
          for place in groups.range(of: list.items[entry]) {
            cumulative[(rank - 1) * groups.groups + Int(groups.codes[place])] += groups.shares[place] / Double(length)
          }
        }
      }
      for at in groups.groups..<max(positions * groups.groups, groups.groups) {
        cumulative[at] += cumulative[at - groups.groups]
      }
      let composition = ListComposition(
        cumulative: UnsafeBufferPointer(cumulative), positions: positions, target: target)
      for (number, average) in measures.averages.enumerated() where average.axis == axis {
        guard let value = average.metric.contribution(of: list, composition: composition) else { continue }
        addAverage(number, value, measures)
      }
      guard positions > 0, isCertain(list, groups) else { return }
      if measures.isClustered, !tables.isEmpty {
        cluster.prepare(measures)
        cluster.tested[axis][tables.count] += 1
      }
      for (group, table) in tables.enumerated() {
        guard let table else { continue }
        var fails = false
        for position in 0..<positions where !fails {
          // Shares of tied or shared items may add up to a whole number but for rounding.
          fails = cumulative[position * groups.groups + group] + 1e-9 < Double(table.minimums[position])
        }
        if fails, measures.isClustered { cluster.tested[axis][group] += 1 }
        let before = representation[axis][group]
        representation[axis][group] = Proportion(
          successes: before.successes + (fails ? 1 : 0), trials: before.trials + 1)
      }
    }
  }

  /// True when every position of a list belongs to one known group, so that its order can be tested.
  private func isCertain(_ list: RankedList, _ groups: ItemAxis) -> Bool {
    guard list.count == list.positions else { return false }
    for entry in 0..<list.count where list.tieLengths[entry] > 1 || groups.range(of: list.items[entry]).count != 1 {
      return false
    }
    return true
  }

  // MARK: merging

  /// Adds other lists, measured in the same way.
  package mutating func merge(_ other: ListSummary) {
    for metric in receivers.indices {
      for group in receivers[metric].indices { receivers[metric][group].merge(other.receivers[metric][group]) }
      for group in contributing[metric].indices { contributing[metric][group] += other.contributing[metric][group] }
      for group in proportions[metric].indices { proportions[metric][group].add(other.proportions[metric][group]) }
    }
    for axis in axes.indices {
      axes[axis].merge(other.axes[axis])
      for at in axisContributing[axis].indices { axisContributing[axis][at] += other.axisContributing[axis][at] }
      for at in rankAttention[axis].indices { rankAttention[axis][at] += other.rankAttention[axis][at] }
      for at in rankPositions[axis].indices { rankPositions[axis][at] += other.rankPositions[axis][at] }
      for at in alternative[axis].indices { alternative[axis][at] += other.alternative[axis][at] }
      for group in representation[axis].indices { representation[axis][group].add(other.representation[axis][group]) }
    }
    bootstrap = bootstrap.flatMap { own in other.bootstrap.flatMap { own.merged($0) } }
    for number in averages.indices { averages[number].merge(other.averages[number]) }
    for axis in representationByPerson.indices {
      representationByPerson[axis].merge(other.representationByPerson[axis])
    }
    if exposures.count < other.exposures.count {
      exposures += repeatElement(.zero, count: other.exposures.count - exposures.count)
    }
    for item in other.exposures.indices { exposures[item] += other.exposures[item] }
    wanted.add(other.wanted)
    for group in overlap.indices { overlap[group].add(other.overlap[group]) }
    selfOverlap.add(other.selfOverlap)
    ownPairs.add(other.ownPairs)
    for group in mixes.indices { mixes[group].merge(other.mixes[group]) }
    for level in levels.indices { levels[level].merge(other.levels[level]) }
    lists += other.lists
    for rank in reaching.indices { reaching[rank] += other.reaching[rank] }
    for group in sizes.indices { sizes[group] += other.sizes[group] }
    short += other.short
    withoutRelevance += other.withoutRelevance
  }
}

extension Proportion {
  fileprivate mutating func add(_ other: Proportion) {
    self = Proportion(successes: successes + other.successes, trials: trials + other.trials)
  }
}

extension Array where Element: Numeric {
  fileprivate mutating func add(_ other: [Element]) {
    if count < other.count { self += repeatElement(.zero, count: other.count - count) }
    for index in other.indices { self[index] += other[index] }
  }
}
