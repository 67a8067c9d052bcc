import AuditPolicy
import AuditRecord

/// One value of a column that is held constant.
struct Stratum: Sendable, Hashable {
  let column: String
  let label: Label

  /// The value as the record names it, where `*` alone means: pooled over strata.
  ///
  /// A star behind any number of backslashes gets one more, so that no two labels become one.
  var within: String {
    let isStar =
      label.text.utf8.last == UInt8(ascii: "*") && label.text.utf8.dropLast().allSatisfy { $0 == UInt8(ascii: "\\") }
    return isStar ? "\\" + label.text : label.text
  }
}

/// The numbers of one metric for the groups of one grouping, as a producer hands them over: nothing about rows of the record.
struct Measured: Sendable {
  /// The numbers, and what the data show about them.
  var family: GroupFamily
  /// The columns of the grouping.
  var grouping: [String]
  /// The value held constant; nil over everybody.
  var stratum: Stratum?
  /// People or items in each group [groups].
  var sizes: [Int]
  /// What averages are quotients of [groups]; empty for counts.
  var quotients: [(numerator: Double?, denominator: Double?)] = []
  /// The same metric over everybody, by which a reference group is chosen; nil where these numbers are it.
  var crude: GroupNumbers?
  /// What is made of the numbers besides estimates.
  var uses: Uses = [.disparities, .worstPair]
  /// Groups whose number is one list's, with the exact test of it [groups]; empty where there are none.
  var onlyLists: [OnlyList?] = []
  /// Tests of groups alone [groups]; empty where there are none.
  var tests: [TestResult?] = []
  /// Why numbers have no range, where none is to be had.
  var withoutInterval: UndefinedReason?
  /// The numbers under resampling.
  var replicates: (any Replicates)?
  /// Groups whose counts are kept together, since they are many and too small to be judged [groups]; empty where there are
  /// none.
  var isSmall: [Bool] = []

  /// The groups that get rows of their own.
  var listed: [Int] { isSmall.isEmpty ? Array(sizes.indices) : sizes.indices.filter { !isSmall[$0] } }

  /// A number that is one list's.
  struct OnlyList: Sendable {
    var test: TestResult?
  }

  /// What is made of numbers besides estimates.
  struct Uses: OptionSet, Sendable {
    let rawValue: Int
    /// Each group against its reference group.
    static let disparities = Uses(rawValue: 1)
    /// The two groups that differ most.
    static let worstPair = Uses(rawValue: 2)
    /// A test over all groups at once.
    static let association = Uses(rawValue: 4)
  }
}

/// The same groups within every stratum of a column, to be compared pooled over them.
struct Pooled: Sendable {
  var card: MetricCard
  var grouping: [String]
  var stratifier: String
  /// The numbers within each stratum [strata].
  var strata: [GroupNumbers]
  /// Those over everybody, by which a reference group is chosen.
  var crude: GroupNumbers
  /// As ``Measured/isSmall``.
  var isSmall: [Bool] = []
}

/// What producers hand over, in the order of the record.
struct MeasuredSet: Sendable {
  /// One thing that was measured.
  enum Entry: Sendable {
    /// A number for each group.
    case family(Measured)
    /// A number made of the disparities of several families.
    case composite(MetricCard, [GroupFamily], grouping: [String], stratum: Stratum?)
    /// A number for each group, pooled over strata.
    case pooled(Pooled)
    /// A number about a whole grouping, or about everything.
    case whole(SummaryResult)
  }

  var cards: [MetricCard] = []
  var groupings: [GroupingDescription] = []
  var stratifiers: [Stratifier] = []
  var leftOut: [LeftOut] = []
  var outcomeKnown: [OutcomeCoverage] = []
  var warnings: [DataWarning] = []
  var entries: [Entry] = []
  var profiles: [RankProfile] = []
  var lorenz: LorenzCurve?
  var sensitivities: [Sensitivity] = []
}

extension MeasuredSet {
  /// Adds numbers of everybody: a grouping of no column, in which nobody is compared, and which nobody is left out of.
  mutating func addEverybody(_ measure: (inout MeasuredSet) -> Void) {
    var found = MeasuredSet()
    found.cards = cards
    measure(&found)
    for case .family(var measured) in found.entries where measured.grouping.isEmpty {
      (measured.uses, measured.replicates) = ([], nil)
      entries.append(.family(measured))
    }
  }
}

/// Measures one side of the data.
protocol Producer {
  /// Adds what it measures, behind what is there.
  func measure(into set: inout MeasuredSet)
}

/// What holds where no requirement says otherwise.
enum Defaults {
  /// The confidence of ranges.
  static let level = 0.95
  /// The smallest denominator of a reference group.
  static let minimumCount = 30
}

extension Plan {
  /// The metrics of a side that this version knows or the plan makes.
  func metricIDs(_ side: MetricSide) -> Set<String> {
    Set((Catalogue.cards + formulas.map(\.card)).filter { $0.side == side }.map(\.id))
  }

  /// The levels of the setting at which lists of groups are compared: those that may use no profile, then what requirements name.
  var separatedLevels: [Label] {
    var levels = controls?.unpersonalised ?? []
    for level in requirements.flatMap({ $0.at ?? [] }) where !levels.contains(level) { levels.append(level) }
    return levels
  }

  /// The levels of the setting that count in shares of people.
  var countedLevels: [Label] { requirements.lazy.compactMap(\.of).first ?? controls?.unpersonalised ?? [] }

  /// Declared groupings of a side, then those that a requirement implies.
  func measuredGroupings(_ side: MetricSide) -> [[String]] {
    let ids = metricIDs(side)
    var groupings = groupings(side)
    var known = Set(groupings)
    for requirement in requirements where ids.contains(requirement.metric) {
      for grouping in requirement.across where !grouping.isEmpty && known.insert(grouping).inserted {
        groupings.append(grouping)
      }
    }
    return groupings
  }
}
