package import AuditStatistics

/// A metric of ranked lists.
package protocol ListMetric: Metric {
  /// Its values for ``ListExample/rows``.
  var example: ListExample { get }
}

/// What one list adds to an average.
package struct Contribution: Sendable, Hashable {
  /// What is averaged.
  package var value: Double
  /// What it is set against, where the estimate is a change from it.
  package var base: Double

  /// States a contribution.
  package init(_ value: Double, base: Double = 1) {
    self.value = value
    self.base = base
  }
}

/// A number about those who receive, made of one contribution a list.
///
/// A card with the measure `proportion` counts lists: contributions are chances between 0 and 1, mostly 0 or 1. One with
/// the measure `average` takes their mean, or the change of the mean value from the mean base.
package protocol ReceiverMetric: ListMetric {
  /// What a list adds; nothing when the list takes no part.
  func contribution(of list: RankedList) -> Contribution?
  /// True when the estimate is the relative change from the base.
  var isChange: Bool { get }
}

extension ReceiverMetric {
  /// A number about those who receive.
  package var kind: MetricKind { .receiver(self) }
  /// False: the estimate is the mean.
  package var isChange: Bool { false }

  /// The estimate as a function of the means of value and base.
  package var function: MeanFunction { isChange ? .mean(0) / .mean(1) - .constant(1) : .mean(0) }
}

/// What a group of items gets in each list.
package enum Channel: Int, Sendable, Hashable, CaseIterable {
  /// Attention.
  case attention
  /// Positions within the depth.
  case positions
  /// Grades of everything that the owner wants, shown or not.
  case relevance
  /// Engagement.
  case engagement
  /// Items that the owner chose before.
  case history
  /// Positions that hold what the owner wants.
  case hits
  /// Items that the owner wants and has not chosen before.
  case wanted
  /// The attention that the group would get in the best list.
  case ideal
  /// Pairs with an item outside the group that is less relevant, and those of them in the right order.
  case pairsOutside, rightOutside
  /// Pairs with a less relevant item of the group, and those of them in the right order.
  case pairsInside, rightInside
  /// The position of each rank: as many components a group as a list has positions.
  case ranks
}

/// The groups of one column of items, with the place of every component of a list's vector.
package struct ProviderAxis: Sendable {
  /// The number of groups.
  package let groups: Int
  /// The channels of the vectors, in order.
  package let channels: [Channel]
  /// The amount of items in each group [groups].
  package let items: [Double]
  /// Items that can be shown, with and without a known group.
  package let catalogue: Double
  /// Positions of a list.
  package let depth: Int
  /// Whether a vector is the sum over the lists of a person, whose number is then the first component.
  package let isClustered: Bool
  /// The share that each group should have [groups]; nothing without a target.
  package var target: [MeanFunction]?

  /// Lays out the vectors; the channel of ranks comes last.
  package init(
    groups: Int, channels: [Channel], items: [Double], catalogue: Double, depth: Int, isClustered: Bool = false,
    target: [MeanFunction]? = nil
  ) {
    self.groups = groups
    self.channels = channels.filter { $0 != .ranks } + channels.filter { $0 == .ranks }
    self.items = items
    self.catalogue = catalogue
    self.depth = depth
    self.isClustered = isClustered
    self.target = target
  }

  /// The number of components of a vector.
  package var dimension: Int {
    first + (channels.last == .ranks ? (channels.count - 1 + depth) * groups : channels.count * groups)
  }

  /// The place of the first component of a channel.
  var first: Int { isClustered ? 1 : 0 }

  /// The place of a group's component; of ranks, that of the first.
  package func component(_ channel: Channel, _ group: Int) -> Int {
    guard let row = channels.firstIndex(of: channel) else { preconditionFailure("the channel is laid out") }
    return first + row * groups + group
  }

  /// The mean over lists of what a group gets.
  package func mean(_ channel: Channel, _ group: Int) -> MeanFunction { perList(.mean(component(channel, group))) }

  /// The mean over lists of what all groups get.
  package func sum(_ channel: Channel) -> MeanFunction {
    perList(.sum(of: (0..<groups).map { component(channel, $0) }))
  }

  /// A mean over people as one over lists.
  private func perList(_ mean: MeanFunction) -> MeanFunction { isClustered ? mean / .mean(0) : mean }
}

/// A number about one group of items as a quotient of functions of the means over lists.
package struct Quotient: Sendable, Hashable {
  /// The dividend.
  package var numerator: MeanFunction
  /// The divisor.
  package var denominator: MeanFunction

  /// States a quotient.
  package init(_ numerator: MeanFunction, over denominator: MeanFunction) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The quotient as a function.
  package var function: MeanFunction { numerator / denominator }
}

/// How a quotient becomes the estimate.
package enum QuotientForm: Sendable, Hashable {
  /// As it is.
  case plain
  /// Less one: a relative change.
  case change
  /// Its natural logarithm.
  case logarithm
}

/// A number about groups of items.
package protocol ProviderMetric: ListMetric {
  /// What it needs of each list.
  var channels: [Channel] { get }
  /// The quotient of a group; nothing where the axis lacks a target that it needs.
  func quotient(of group: Int, in axis: ProviderAxis) -> Quotient?
  /// How the quotient becomes the estimate.
  var form: QuotientForm { get }
  /// The most that one list can give a group, at least 0 being the least; nil where the number is no mean over lists, since
  /// they weigh unequally, or where it has no limit.
  ///
  /// - Parameters:
  ///   - attention: That of all positions of a list.
  ///   - items: Items of the group.
  func most(attention: Double, items: Double) -> Double?
  /// The number under another model of attention, by which a group gets `amount` of the attention of all groups, `total`; nil
  /// where it is undefined, and for numbers that do not rest on attention alone.
  func value(attention amount: Double, of total: Double, items: Double, lists: Double) -> Double?
}

extension ProviderMetric {
  /// Nothing: lists weigh unequally.
  package func most(attention: Double, items: Double) -> Double? { nil }
  /// Nothing: the number does not rest on attention alone.
  package func value(attention amount: Double, of total: Double, items: Double, lists: Double) -> Double? { nil }
  /// A number about groups of items.
  package var kind: MetricKind { .provider(self) }
  /// The quotient as it is.
  package var form: QuotientForm { .plain }
}

/// The means over lists of what groups of items get.
package struct ChannelMeans {
  /// The layout.
  package let axis: ProviderAxis
  /// The means [components].
  package let values: [Double]

  /// Reads means.
  package init(_ axis: ProviderAxis, _ values: [Double]) {
    self.axis = axis
    self.values = values
  }

  /// The means of one channel [groups].
  package subscript(_ channel: Channel) -> [Double] {
    let start = axis.component(channel, 0)
    return values[start..<(start + axis.groups)].map(perList)
  }

  /// How much of each group stands at each rank [depth × groups].
  package func ranks() -> [[Double]] {
    let start = axis.component(.ranks, 0)
    return (0..<axis.depth).map { rank in
      values[(start + rank * axis.groups)..<(start + (rank + 1) * axis.groups)].map(perList)
    }
  }

  private func perList(_ mean: Double) -> Double { axis.isClustered ? mean / values[0] : mean }

  /// The covariance of two means over lists, of what `covariance` says of means over people.
  package func perList(_ covariance: @escaping (Int, Int) -> Double) -> (Int, Int) -> Double {
    guard axis.isClustered else { return covariance }
    let lists = values[0]
    return { [values] one, other in
      let (first, second) = (values[one] / lists, values[other] / lists)
      return
        (covariance(one, other) - first * covariance(0, other) - second * covariance(one, 0)
        + first * second * covariance(0, 0)) / (lists * lists)
    }
  }

  /// The target [groups]; nothing where a share of it is undefined.
  package var target: [Double]? {
    guard let functions = axis.target else { return nil }
    let shares = functions.compactMap { $0.value(at: values) }
    return shares.count == functions.count ? shares : nil
  }
}

/// One number about a grouping of items, as a smooth function of the means over lists.
package protocol CompositionMetric: ListMetric {
  /// What it needs of each list.
  var channels: [Channel] { get }
  /// The number; nothing where it is undefined.
  func value(of means: ChannelMeans) -> Double?
  /// The bias that the spread of the means brings, to be taken off; `covariance` is that of two components' means.
  func bias(of means: ChannelMeans, covariance: (Int, Int) -> Double) -> Double
  /// Functions that are all 0 at the ideal; nothing where the number has no ideal at the edge of its values.
  func departures(in axis: ProviderAxis) -> [MeanFunction]?
}

extension CompositionMetric {
  /// A number about a grouping of items.
  package var kind: MetricKind { .composition(self) }
  /// No bias.
  package func bias(of means: ChannelMeans, covariance: (Int, Int) -> Double) -> Double { 0 }
  /// No ideal at the edge.
  package func departures(in axis: ProviderAxis) -> [MeanFunction]? { nil }
}

/// What all items got over all lists.
package struct ItemTotals: Sendable, Hashable {
  /// The attention of each item [items].
  package var attention: [Double]
  /// The lists that hold each item within the depth [items].
  package var shown: [Double]
  /// The grades of each item over everybody with a list [items].
  package var relevance: [Double]

  /// Totals.
  package init(attention: [Double] = [], shown: [Double] = [], relevance: [Double] = []) {
    self.attention = attention
    self.shown = shown
    self.relevance = relevance
  }
}

/// One number about the whole catalogue, which depends on all lists at once and has no honest range.
package protocol CatalogueMetric: ListMetric {
  /// The number; nothing where it is undefined.
  func value(of totals: ItemTotals) -> Double?
  /// Whether the number alone says nothing, since few lists spread over many items make it look uneven.
  var isSetBesideEven: Bool { get }
}

extension CatalogueMetric {
  /// False: its ideal does not depend on how many lists there are.
  package var isSetBesideEven: Bool { false }
  /// A number about the whole catalogue.
  package var kind: MetricKind { .whole(self) }
}

/// One number that is an average over lists.
package protocol ListAverageMetric: ListMetric {
  /// What a list adds; nothing when the list takes no part.
  ///
  /// - Parameter composition: How the list is made up of the groups that the number is about; nothing for a number about
  ///   the whole catalogue.
  func contribution(of list: RankedList, composition: ListComposition?) -> Double?
}

extension ListAverageMetric {
  /// An average over lists.
  package var kind: MetricKind { .average(self) }
}

/// How one list is made up of the groups of one column, rank by rank.
package struct ListComposition {
  /// The amount of each group among the first 1, 2, … positions, up to the list's end or the depth [positions × groups].
  package let cumulative: UnsafeBufferPointer<Double>
  /// The number of positions.
  package let positions: Int
  /// The share that each group should have [groups].
  package let target: [Double]

  /// Prefixes in which a group lacks members of its target share, rounded down, and the sum of such groups over prefixes.
  func shortfalls() -> (prefixes: Int, pairs: Int) {
    let groups = target.count
    var (prefixes, pairs) = (0, 0)
    for position in 0..<positions {
      var lacking = 0
      for group in 0..<groups {
        // A share that stands for a decimal: 0.29 · 100 is 29, although the product of the doubles is a little less.
        let product = target[group] * Double(position + 1)
        let least = (product + 1e-12 * max(1, product)).rounded(.down)
        if cumulative[position * groups + group] + 1e-9 < least { lacking += 1 }
      }
      prefixes += lacking > 0 ? 1 : 0
      pairs += lacking
    }
    return (prefixes, pairs)
  }
}

extension RankedList {
  /// Positions that hold something wanted.
  var hits: Double {
    var sum = 0.0
    for entry in 0..<count where grades[entry] > 0 { sum += inclusion[entry] }
    return sum
  }

  /// The mean popularity of the items within the depth; nothing for an empty list.
  var meanPopularity: Double? {
    var (sum, positions) = (0.0, 0.0)
    for entry in 0..<count {
      let item = Int(items[entry])
      guard item < catalogue.popularity.count else { continue }
      sum += catalogue.popularity[item] * inclusion[entry]
      positions += inclusion[entry]
    }
    return positions > 0 ? sum / positions : nil
  }
}
