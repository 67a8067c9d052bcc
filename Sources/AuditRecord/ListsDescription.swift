/// What the ranked lists were, as declared and as read.
package struct ListsDescription: Codable, Sendable, Hashable {
  /// Positions of a list that count.
  package var depth: Int
  /// The model of attention, as `logarithmic` or `geometric 0.85`.
  package var attention: String
  /// Where targets come from: `catalogue`, `qualified`, `population`, `uniform`, or `given` for some grouping.
  @OrNull package var target: String?
  /// The share of all popularity that the long tail holds.
  @OrNull package var tail: Double?
  /// How relevance was read: `binary`, `graded` or `unit`; null where none is declared.
  @OrNull package var relevance: String?
  /// The least grade that counts as relevant.
  @OrNull package var atLeast: Double?
  /// People who are known: those of the table of users, else those met.
  package var people: Int
  /// People who should have received a list: the audience, else everybody in the table of users.
  @OrNull package var recipients: Int?
  /// Lists that were read.
  package var lists: Int
  /// Items that can be shown.
  package var items: Int
  /// Positions within the depth.
  package var positions: Int
  /// Those of them that share their place with another.
  package var tied: Int
  /// Lists that are shorter than the depth.
  package var short: Int
  /// People with a list of whom nothing relevant is known; quality is not averaged over them. Null without relevance.
  @OrNull package var withoutRelevance: Int?
  /// The column that tells the lists of a person apart; null where a person has one list.
  @OrNull package var list: String?
  /// What ranks say: `stated` for places, with gaps as empty ones, `counted` for an order alone; null where scores order.
  /// Records of version 0.1 counted them.
  @OrNull package var ranks: String?
  /// What the labels of groups call not known.
  @Defaulted package var unknown: [Label]
  /// How items with several labels count, for the groupings that have such items.
  @Defaulted package var counting: [ItemCounting]

  /// Describes lists.
  package init(
    depth: Int, attention: String, target: String?, tail: Double?, relevance: String?, atLeast: Double?, people: Int,
    recipients: Int?, lists: Int, items: Int, positions: Int, tied: Int, short: Int, withoutRelevance: Int?,
    list: String? = nil, ranks: String? = nil, unknown: [Label], counting: [ItemCounting]
  ) {
    self.depth = depth
    self.attention = attention
    self.target = target
    self.tail = tail
    self.relevance = relevance
    self.atLeast = atLeast
    self.people = people
    self.recipients = recipients
    self.lists = lists
    self.items = items
    self.positions = positions
    self.tied = tied
    self.short = short
    self.withoutRelevance = withoutRelevance
    self.list = list
    self.ranks = ranks
    self.unknown = unknown
    self.counting = counting
  }
}

/// How an item with several labels counts in one grouping.
package struct ItemCounting: Codable, Sendable, Hashable {
  /// The grouping's name.
  package var grouping: String
  /// `fractional`: the labels share the item in equal parts; `full`: each label has the whole item.
  package var counting: String

  /// States a way of counting.
  package init(grouping: String, counting: String) {
    self.grouping = grouping
    self.counting = counting
  }
}

/// Where the rows of one table went.
package struct TableFlow: Codable, Sendable, Hashable {
  /// Which table: `users`, `items`, `audience`, `relevance`, `history`, `lists` or `decisions`.
  package var table: String
  /// Its files.
  @Defaulted package var inputs: [String]
  /// Where its rows went.
  package var rows: RowFlow

  /// Accounts for a table.
  package init(table: String, inputs: [String], rows: RowFlow) {
    self.table = table
    self.inputs = inputs
    self.rows = rows
  }
}

/// What the groups of items get from rank to rank, over all lists.
package struct RankProfile: Codable, Sendable, Hashable {
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The groups, in the order of their bytes.
  @Defaulted package var groups: [[Label]]
  /// The share that each group should have [groups]; empty where no target is declared.
  @Defaulted package var target: [Double]
  /// Each group's share of the attention up to each rank [groups][depth].
  @Defaulted package var attention: [[Double]]
  /// Each group's share of the positions up to each rank [groups][depth].
  @Defaulted package var positions: [[Double]]
  /// Lists that reach each rank [depth].
  @Defaulted package var lists: [Int]
  /// Where chance alone would leave the shares of the positions; null where no target is declared.
  @OrNull package var band: RankBand?

  /// States a profile.
  package init(
    grouping: [String], groups: [[Label]], target: [Double], attention: [[Double]], positions: [[Double]],
    lists: [Int], band: RankBand? = nil
  ) {
    self.grouping = grouping
    self.groups = groups
    self.target = target
    self.attention = attention
    self.positions = positions
    self.lists = lists
    self.band = band
  }
}

/// Where the shares of the positions up to each rank would be, were every position drawn by the target.
///
/// Each limit is a quantile of a binomial distribution, whose trials are the positions of all lists up to the rank. It
/// holds for one rank at a time. Positions of one list are taken as independent, and so are lists.
package struct RankBand: Codable, Sendable, Hashable {
  /// The probability that a share lies within, at least.
  package var level: Double
  /// The low ends [groups][depth].
  @Defaulted package var lower: [[Double]]
  /// The high ends [groups][depth].
  @Defaulted package var upper: [[Double]]

  /// States a band.
  package init(level: Double, lower: [[Double]], upper: [[Double]]) {
    self.level = level
    self.lower = lower
    self.upper = upper
  }
}

/// How the attention is spread over all items.
package struct LorenzCurve: Codable, Sendable, Hashable {
  /// The share of the attention that the least shown items get: at 0, 1, …, 100 % of the items [101].
  @Defaulted package var shares: [Double]
  /// Items that were in no list.
  package var neverShown: Int

  /// States a curve.
  package init(shares: [Double], neverShown: Int) {
    self.shares = shares
    self.neverShown = neverShown
  }
}

/// The same number under another model of attention.
package struct Sensitivity: Codable, Sendable, Hashable {
  /// The metric's id.
  package var metric: String
  /// The columns of the grouping.
  @Defaulted package var grouping: [String]
  /// The group's labels.
  @Defaulted package var group: [Label]
  /// The model of attention.
  package var attention: String
  /// The number.
  @OrNull package var value: Double?

  /// States a number.
  package init(metric: String, grouping: [String], group: [Label], attention: String, value: Double?) {
    self.metric = metric
    self.grouping = grouping
    self.group = group
    self.attention = attention
    self.value = value
  }
}
