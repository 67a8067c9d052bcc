package import AuditData
import AuditRecord
package import AuditStatistics

/// What is measured of ranked lists, and what is known before the first of them.
package struct ListMeasures: Sendable {
  /// The finest groups of those who receive: the labels of each user, as codes of the axes.
  package struct Receivers: Sendable {
    /// The finest group of each user [users]; users that came later have none.
    package let codes: [Int32]
    /// The label codes of each finest group [groups × axes].
    package let tuples: [[Int32]]

    /// Numbers the combinations of labels in the order of the axes' codes.
    package init(_ users: ListContext.Users) {
      guard !users.axes.isEmpty else {
        codes = []
        tuples = [[]]
        return
      }
      if let found = Self.dense(users) {
        (codes, tuples) = found
        return
      }
      var found: [[Int32]: Int32] = [:]
      var codes = [Int32](repeating: 0, count: users.count)
      var key = [Int32](repeating: 0, count: users.axes.count)
      for user in 0..<users.count {
        for axis in users.axes.indices { key[axis] = users.codes[axis][user] }
        if let code = found[key] {
          codes[user] = code
        } else {
          codes[user] = Int32(found.count)
          found[key] = Int32(found.count)
        }
      }
      let sorted = found.keys.sorted { $0.lexicographicallyPrecedes($1) }
      var order = [Int32](repeating: 0, count: sorted.count)
      for (position, key) in sorted.enumerated() { order[Int(found[key] ?? 0)] = Int32(position) }
      self.codes = codes.map { order[Int($0)] }
      tuples = sorted
    }

    /// Combinations that are numbered by their place among all that are possible; nothing if those are too many.
    private static func dense(_ users: ListContext.Users) -> (codes: [Int32], tuples: [[Int32]])? {
      var places = 1
      for axis in users.axes {
        places *= axis.labels.count + 2
        guard places <= 1 << 16 else { return nil }
      }
      var keys = [Int32](repeating: 0, count: users.count)
      for (axis, codes) in zip(users.axes, users.codes) {
        let size = Int32(axis.labels.count + 2)
        for user in keys.indices { keys[user] = keys[user] &* size &+ codes[user] &+ 2 }
      }
      var order = [Int32](repeating: -1, count: places)
      for key in keys { order[Int(key)] = 0 }
      var tuples: [[Int32]] = []
      for place in order.indices where order[place] == 0 {
        order[place] = Int32(tuples.count)
        var rest = place
        tuples.append(
          users.axes.reversed().map { axis in
            defer { rest /= axis.labels.count + 2 }
            return Int32(rest % (axis.labels.count + 2)) - 2
          }.reversed())
      }
      return (keys.map { order[Int($0)] }, tuples)
    }

    /// The finest group of a user.
    @inline(__always)
    package func code(of user: Int) -> Int { user < codes.count ? Int(codes[user]) : 0 }
  }

  /// One number that is an average over lists, with the axis that it is about.
  package struct Average: Sendable {
    /// The metric.
    package let metric: any ListAverageMetric
    /// The axis; nothing for a number about the whole catalogue.
    package let axis: Int?
  }

  /// Sets of random weights, and their seed.
  package let replicates: Int
  let seed: UInt64
  /// The tables and the numbers of positions.
  package let context: ListContext
  /// The items and their groups.
  package let catalogue: ItemCatalogue
  /// How much attention positions get.
  package let attention: AttentionModel
  /// Another model, to see how much depends on the first.
  package let alternative: AttentionModel
  /// Whether a person may have several lists: a list is counted, and a person is drawn.
  package let isClustered: Bool
  /// Those who receive.
  package let receivers: Receivers
  /// The numbers about them.
  package let receiverMetrics: [any ReceiverMetric]
  /// True when overlaps are wanted and there is room to count them.
  package let countsOverlap: Bool
  /// The layout of each axis of items.
  package let axes: [ProviderAxis]
  /// The target of each axis where it is known beforehand [axes][groups]; nothing where it follows from the lists, or
  /// none is declared.
  package let fixedTargets: [[Double]?]
  /// Averages over lists.
  package let averages: [Average]
  /// The tables of the exact test [axes][groups]; empty where it is not wanted or has no target.
  package let representation: [[RankedGroupRepresentation?]]
  /// The axis of items whose groups are the kinds in which histories and lists are compared; nothing where that is not wanted.
  package let kinds: Int?
  /// The levels at which lists are kept to be compared; nothing where that is not wanted.
  package let levels: SampledLevels?
  /// The level of each finest group among those [groups]; nothing for any other.
  let levelOfGroup: [Int?]

  /// Counters of overlaps at most.
  static let mostCounters = 1 << 23
  /// Components of a vector for which covariances are kept.
  static let mostComponents = 640
  /// Positions up to which the exact test is worked out.
  static let deepest = 1000

  /// Lays out what is to be measured.
  ///
  /// - Parameters:
  ///   - metrics: The ids of the metrics.
  ///   - targets: The target of each axis, as the plan says it.
  ///   - kinds: The axis of items whose groups are kinds of taste; the first where nobody says it.
  ///   - levels: Where lists of groups are compared.
  ///   - isClustered: Whether a person may have several lists, which then follow each other.
  ///   - replicates: Sets of random weights; 0 does no resampling.
  package init(
    context: ListContext, metrics: Set<String>, attention: AttentionModel, tail: Double, targets: [ListTarget?],
    kinds: Int? = nil, levels: SampledLevels? = nil, isClustered: Bool = false, replicates: Int = 0, seed: UInt64 = 0
  ) {
    self.isClustered = isClustered
    self.replicates = replicates
    self.seed = seed
    self.context = context
    self.attention = attention
    alternative = attention == .reciprocal ? .logarithmic : .reciprocal
    let itemAxes = context.items.memberships.enumerated().map { number, membership in
      ItemAxis(
        groups: context.items.axes[number].labels.count, starts: membership.starts, codes: membership.codes,
        shares: membership.shares)
    }
    catalogue = ItemCatalogue(
      count: context.items.count, popularity: context.items.popularity, tail: tail, axes: itemAxes)
    receivers = Receivers(context.users)
    var (receiving, averaging): ([any ReceiverMetric], [any ListAverageMetric]) = ([], [])
    var wanted: [Channel] = []
    var (isOverlapWanted, isTested, isSlopeWanted, isSeparationWanted) = (false, false, false, false)
    for metric in Catalogue.all where metrics.contains(metric.card.id) {
      switch metric.kind {
      case .rate, .mapped, .function, .entropy, .logRatio, .composite, .score, .whole, .unserved, .honoured,
        .switchedBack, .settingShare, .counted:
        break
      case .receiver(let metric): receiving.append(metric)
      case .provider(let metric): wanted += metric.channels
      case .composition(let metric): wanted += metric.channels
      case .average(let metric): averaging.append(metric)
      case .overlap: isOverlapWanted = true
      case .representation: isTested = context.depth <= Self.deepest
      case .slope: isSlopeWanted = true
      case .separation: isSeparationWanted = true
      }
    }
    receiverMetrics = receiving
    countsOverlap = isOverlapWanted && receivers.tuples.count * context.items.count <= Self.mostCounters
    var layouts: [ProviderAxis] = []
    var fixed: [[Double]?] = []
    for (number, axis) in itemAxes.enumerated() {
      var channels = wanted
      switch targets[number] {
      case .qualified: channels.append(.relevance)
      case .population where context.history != nil: channels.append(.history)
      default: break
      }
      var kept = Channel.allCases.filter { channels.contains($0) || $0 == .attention || $0 == .positions }
      if (kept.count - 1 + context.depth) * axis.groups > Self.mostComponents { kept.removeAll { $0 == .ranks } }
      var layout = ProviderAxis(
        groups: axis.groups, channels: kept, items: axis.amounts, catalogue: Double(context.items.count),
        depth: context.depth, isClustered: isClustered)
      let shares = targets[number]?.fixed(axis, catalogue: catalogue, hasHistory: context.history != nil)
      layout.target =
        shares.map { $0.map { .constant($0) } }
        ?? targets[number].flatMap { $0.function(layout, hasHistory: context.history != nil) }
      layouts.append(layout)
      fixed.append(shares)
    }
    let axis = kinds ?? 0
    let canCompare = context.history != nil && itemAxes.indices.contains(axis)
    self.kinds =
      isSlopeWanted && canCompare && (1...HistorySlope.mostKinds).contains(itemAxes[axis].groups) ? axis : nil
    let sampled = isSeparationWanted ? levels : nil
    self.levels = sampled
    levelOfGroup = receivers.tuples.map { tuple in
      sampled.flatMap { levels in levels.codes.firstIndex { $0.contains(tuple[levels.axis]) } }
    }
    axes = layouts
    fixedTargets = fixed
    averages = averaging.flatMap { metric -> [Average] in
      guard metric.card.needs.contains(.itemGroups) else { return [Average(metric: metric, axis: nil)] }
      return fixed.indices.filter { fixed[$0] != nil }.map { Average(metric: metric, axis: $0) }
    }
    representation = fixed.map { shares in
      guard isTested, let shares else { return [] }
      return shares.map { share in
        share > 0 && share < 1
          ? RankedGroupRepresentation(
            length: context.depth, share: share, significance: RankedRepresentation.significance)
          : nil
      }
    }
  }
}

extension ListMeasures {
  /// The components of what is kept of a person for a receiver metric: the value, the base where there is one, and the lists
  /// where there may be several.
  package func dimension(of metric: any ReceiverMetric) -> Int { (metric.isChange ? 2 : 1) + (isClustered ? 1 : 0) }

  /// A receiver metric as a function of the means of those components.
  package func function(of metric: any ReceiverMetric) -> MeanFunction {
    isClustered && !metric.isChange ? .mean(0) / .mean(1) : metric.function
  }
}

/// The share that groups of items should have, with the labels of an axis resolved.
package enum ListTarget: Sendable, Hashable {
  /// A group's share of the items.
  case catalogue
  /// Its share of what users want.
  case qualified
  /// Its share of what was chosen before.
  case population
  /// The same for every group.
  case uniform
  /// These [groups].
  case given([Double])

  /// Shares that are known before the first list [groups]; nothing where they follow from the lists.
  func fixed(_ axis: ItemAxis, catalogue: ItemCatalogue, hasHistory: Bool) -> [Double]? {
    var amounts: [Double]
    switch self {
    case .catalogue: amounts = axis.amounts
    case .uniform: amounts = Array(repeating: 1, count: axis.groups)
    case .given(let shares): amounts = shares
    case .qualified: return nil
    case .population:
      guard !hasHistory, !catalogue.popularity.isEmpty else { return nil }
      amounts = Array(repeating: 0, count: axis.groups)
      for item in catalogue.popularity.indices {
        for place in axis.range(of: Int32(item)) {
          amounts[Int(axis.codes[place])] += catalogue.popularity[item] * axis.shares[place]
        }
      }
    }
    let total = amounts.reduce(0, +)
    guard total > 0 else { return nil }
    return abs(total - 1) < 1e-12 ? amounts : amounts.map { $0 / total }
  }

  /// Shares that follow from the lists, as functions of their means.
  func function(_ axis: ProviderAxis, hasHistory: Bool) -> [MeanFunction]? {
    switch self {
    case .qualified: (0..<axis.groups).map { axis.mean(.relevance, $0) / axis.sum(.relevance) }
    case .population where hasHistory: (0..<axis.groups).map { axis.mean(.history, $0) / axis.sum(.history) }
    default: nil
    }
  }
}
