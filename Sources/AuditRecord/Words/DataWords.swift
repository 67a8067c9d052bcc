/// What is odd in the data, and what counted without being declared, in words: made here alone, from a record's facts, for
/// terminal, report and every other output.
public enum DataWords {
  /// The most labels that a sentence names.
  private static let mostLabels = 10

  /// A sentence for each warning of a record, in its order; requirements of which it says the same are named together.
  public static func warnings(_ record: Record) -> [String] { warnings(record.warnings, of: record) }

  /// The same for some of its warnings.
  package static func warnings(_ warnings: [DataWarning], of record: Record) -> [String] {
    var (found, demands): ([DataWarning], [DataWarning: [String]]) = ([], [:])
    for warning in warnings {
      var same = warning
      same.requirement = nil
      if demands[same] == nil { found.append(same) }
      let requirement = record.requirements.first { $0.id == warning.requirement }
      let demand = requirement?.demand ?? warning.requirement
      if let demand, demands[same, default: []].contains(demand) { continue }
      demands[same, default: []] += [demand].compactMap(\.self)
    }
    return found.map { warning in
      var named = warning
      let names = demands[warning] ?? []
      named.requirement = names.isEmpty ? nil : joined(Array(names.prefix(3)), more: max(0, names.count - 3))
      let groups = record.groupings.first { $0.grouping == warning.grouping }?.groups.count { $0.count > 0 }
      return sentence(named, groups: groups)
    }
  }

  /// Sentences about rows without a ground, about labels that are no decision, and about those that count against people without being named in the plan.
  public static func notes(_ record: Record) -> [String] {
    [record.audit.inference?.sentence, GroundWords.sentence(record)].compactMap(\.self) + labels(record)
      + shared(record)
  }

  /// Groupings whose groups share people.
  private static func shared(_ record: Record) -> [String] {
    record.groupings.filter { $0.sharesPeople == true }.map { grouping in
      "People with several labels of \(Words.grouping(grouping.grouping)) count in the group of each: groups share people, and each is compared with everybody who is not in it. Worst pairs, tests over all groups, entropies, composites, scores and power need groups that share nobody and are not made of these."
    }
  }

  private static func labels(_ record: Record) -> [String] {
    guard let labels = record.labels else { return [] }
    let hasUnits = labels.count != nil
    func sentence(_ counts: [LabelCount], _ column: String, _ what: String) -> String? {
      counts.isEmpty
        ? nil
        : "Counted as \(what) without being named in the plan: \(list(counts, hasUnits: hasUnits)), in \(Quoted.text(column))."
    }
    let undecided = record.units.excluded.first { $0.reason == "not-decided" }.map { left in
      let columns = labels.models?.compactMap(\.decision) ?? [labels.decision]
      let names = labels.notDecided.map { Quoted.text($0.text) }.joined(separator: ", ")
      return
        "Nothing was decided about \(PlainNumber.count(left.rows)), who are in no rate: \(names), in \(joined(columns.map { Quoted.text($0) }, more: 0))."
    }
    let found = labels.classes.flatMap { classes in
      classes.isFound == true
        ? "The classes are the labels that the data have, since the plan lists none: \(joined(classes.labels.map { Quoted.text($0.text) }, more: 0))."
        : nil
    }
    return [
      found, undecided,
      sentence(labels.remainder, labels.decision, "not favourable"),
      sentence(labels.outcomeRemainder, labels.outcome ?? "", "not positive"),
      record.baseline.flatMap { baseline in
        baseline.column.flatMap { sentence(baseline.audit.labels?.remainder ?? [], $0, "not favourable") }
      },
    ].compactMap(\.self)
  }

  /// A warning in a sentence.
  package static func sentence(_ warning: DataWarning) -> String { sentence(warning, groups: nil) }

  /// The same; `groups` is how many groups the grouping has, where that is known.
  private static func sentence(_ warning: DataWarning, groups: Int?) -> String {
    let column = warning.column.map { Quoted.text($0) } ?? "the data"
    let isDecision = warning.role == "decision" || warning.role == "outcome"
    switch warning.code {
    case .missingWords:
      let mend =
        isDecision
        ? "List such a label in the plan if it says something."
        : "Name it under the column’s labels: if it is a real one."
      return
        "\(count(warning)) of \(column) \(warning.rows == 1 ? "was" : "were") left out as not known: \(list(warning.labels)). \(mend)"
    case .labelsAlike:
      return
        "Labels of \(column) differ only in how they are written and count apart: \(list(warning.labels)). Join them with same: if they are one."
    case .unseenLabels:
      return "The plan names labels of \(column) that no row has: \(names(warning.labels)). Check their spelling."
    case .outsideBins:
      return
        "\(count(warning)) of \(column) \(warning.rows == 1 ? "lies" : "lie") outside the bins of the plan and \(warning.rows == 1 ? "is" : "are") in no group: \(list(warning.labels)). Add limits to the bins to count them."
    case .unusedTable:
      return
        "No row of the table of \(warning.table) is used. Check that its ids are those of the other tables."
    case .undecidedApart:
      let share = warning.share.map { "\(PlainNumber.percent($0)) % of " } ?? ""
      return
        "Nothing was decided about \(share)the group \(Words.group(warning.group ?? [])) (\(PlainNumber.count(warning.units ?? 0))), and chance does not explain how far that is from all others. Rates speak of those who were decided about."
    case .missingApart:
      let reason = LeftOutReason(rawValue: warning.role ?? "").words
      let lack = reason.hasPrefix("who ") ? String(reason.dropFirst(4)) : "are " + reason
      return
        "Of the group \(Words.group(warning.group ?? [])), \(PlainNumber.percent(warning.share ?? 0)) % \(lack) (\(PlainNumber.count(warning.units ?? 0))), and chance does not explain how far that is from all others. Numbers speak of those who are counted."
    case .noOtherList:
      let what = warning.table == "before" ? "no earlier list" : "no list of the baseline"
      let metric = warning.table == "before" ? "kept-from-before" : "baseline-match"
      return
        "\(PlainNumber.count(warning.units ?? 0)) \(warning.units == 1 ? "person" : "people") (\(PlainNumber.percent(warning.share ?? 0)) % of those with a list) \(warning.units == 1 ? "has" : "have") \(what) and \(warning.units == 1 ? "is" : "are") not in \(metric)."
    case .levelsDisagree:
      return
        "\(PlainNumber.count(warning.units ?? 0)) \(warning.units == 1 ? "person" : "people") (\(PlainNumber.percent(warning.share ?? 0)) % of those who chose) \(warning.units == 1 ? "has" : "have") another level in the table of users than the last one chosen. Lists are judged by the one and requests by the other: check that both are of the same day."
    case .totalGroup:
      return
        "The counts of the group \(Words.group(warning.group ?? [])) are the sums of all other groups of \(Words.grouping(warning.grouping)): is it their total? Then everybody counts twice; call it not known, as unknown: [\((warning.group ?? []).map(\.text).joined())]."
    case .repeatedRows: return repeatedRows(warning)
    case .repeatedCounts:
      let isOne = warning.rows == 1
      return
        "\(PlainNumber.count(warning.rows ?? 0)) \(isOne ? "line of counts is a copy" : "lines of counts are copies") of another line in every column, the count included, and \(isOne ? "was" : "were") added to it: \(isOne ? "its" : "their") people would count twice. Leave each line in once; if they are of different months or places, keep the column that says so."
    case .ranksFromZero: return "Ranks begin with 0, which was read as the first place."
    case .ranksEqual: return "The ranks of a list are all equal, so that its scores ordered it, as trec_eval does."
    case .wholeNumbers:
      return
        "The labels of \(column) are stored as numbers with decimals, all of them whole, and were read as whole numbers: 1.0 is the label 1."
    case .idsAlike:
      return
        "Of the rows of the table of \(warning.table) that were compared, \(PlainNumber.count(warning.rows ?? 0)) have an id in \(column) that is in no table (\(warning.share.map { PlainNumber.percent($0) } ?? "0") % of such ids) and would be found without “.0”, zeros in front or blanks. Write ids alike in all tables."
    case .lostJoin:
      return
        "\(count(warning)) of the table of \(warning.table) name a user or an item that is in no table. Check that ids are written the same way in all files."
    case .weakReference: return weakReference(warning, groups: groups)
    case .directionsDisagree:
      return
        "Decision and outcome agree for \(PlainNumber.percent(warning.share ?? 0)) % of people, less often than by chance in every group. Check that favourable and positive point the same way."
    case .outcomeRepeatsDecision:
      return
        "Decision and outcome are the same for everybody who has both (\(PlainNumber.count(warning.units ?? 0)) people): if one was made from the other, as where nobody looked at those who were turned down, rates that set them against each other say nothing. Check where the outcome comes from."
    case .strataDisagree:
      let strata = warning.labels.map { Quoted.text($0.label.text) }
      return
        "\(warning.requirement ?? ""): the group \(Words.group(warning.group ?? [])) has a higher rate than those it is compared with in \(strata.first ?? "a stratum") of \(column), and a lower one in \(strata.last ?? "another"), each by more than chance explains. The number pooled over strata hides both: look at each stratum in the annex."
    case .zeroWeights:
      return
        "\(count(warning)) \(warning.rows == 1 ? "weighs" : "weigh") nothing and \(warning.rows == 1 ? "is" : "are") in no number: check \(column). A row whose weight is not known is no row that weighs nothing."
    case .partlyDecided:
      return
        "\(count(warning)) \(warning.rows == 1 ? "has" : "have") decisions of some models and not of all, and \(warning.rows == 1 ? "is" : "are") left out of every model, so that all are compared over the same people."
    case .other(let word):
      return "The data hold what this version has no words for: \(word.replacing("-", with: " "))."
    }
  }

  private static func repeatedRows(_ warning: DataWarning) -> String {
    guard let column = warning.column else {
      let times = PlainNumber.count(Int((1 / (1 - (warning.share ?? 0))).rounded()))
      return
        "Every combination of labels occurs a multiple of \(times) times, as if each row had been read \(times) times: \(count(warning)) would be copies, and every range too narrow. Check how the file was put together."
    }
    return
      "Of the rows that were compared, \(count(warning)) are copies of another row in every column, \(Quoted.text(column)) included, which tells nearly all others apart: who is copied counts several times, and ranges are too narrow. Leave each row in the file once; if people were decided on several times, name the column that tells people apart as subject."
  }

  private static func weakReference(_ warning: DataWarning, groups: Int?) -> String {
    let group = Words.group(warning.group ?? [])
    let share =
      warning.share.map { " (\($0 > 0 && $0 < 0.0005 ? "under 0.1" : PlainNumber.percent($0)) % of all)" } ?? ""
    let people = "\(PlainNumber.count(warning.units ?? 0)) people\(share)"
    let what =
      warning.role == nil
      ? "every comparison by \(Words.grouping(warning.grouping)) rests on it"
      : "with it no group has an 80 % chance of being shown as met in an audit of this size"
    let labels = warning.labels.map(\.label)
    // As a plan writes labels, so that the words can be copied into one.
    let written = labels.map { JSONValue.string($0.text).canonical }.joined(separator: ", ")
    // Of two groups each is everybody else to the other.
    let mend =
      groups == 2
      ? "Audit more people."
      : labels.isEmpty
        ? "Audit more people; or let the next plan, written before its data are looked at, compare each group with everybody else (reference: complement), or with the group that your rule names."
        : "Audit more people; or let the next plan compare with \(Words.group(labels)) (reference: {group: [\(written)]}), which has \(PlainNumber.count(warning.labels[0].units)) people and no lower a number."
    return
      "\(warning.requirement ?? ""): the reference group \(group) has \(people); \(what). \(mend)"
  }

  /// "200 rows (9.1 %)".
  private static func count(_ warning: DataWarning) -> String {
    let rows = warning.rows ?? 0
    var text = "\(PlainNumber.count(rows)) \(rows == 1 ? "row" : "rows")"
    if let units = warning.units, units != rows { text += " that stand for \(PlainNumber.count(units))" }
    return text + (warning.share.map { " (\($0 > 0 && $0 < 0.0005 ? "under 0.1" : PlainNumber.percent($0)) %)" } ?? "")
  }

  /// Labels with how often they occur.
  private static func list(_ labels: [LabelCount], hasUnits: Bool = false) -> String {
    let shown = labels.sorted { ($1.units, $0.label) < ($0.units, $1.label) }
    let parts = shown.prefix(mostLabels).map { label in
      "\(Quoted.text(label.label.text)) (\(PlainNumber.count(label.rows))"
        + (hasUnits || label.units != label.rows ? " rows, \(PlainNumber.count(label.units)) people)" : ")")
    }
    return joined(parts, more: shown.count - parts.count)
  }

  private static func names(_ labels: [LabelCount]) -> String {
    joined(
      labels.prefix(mostLabels).map { Quoted.text($0.label.text) }, more: labels.count - min(labels.count, mostLabels))
  }

  /// Parts as a sentence lists them: "a, b and c".
  static func joined(_ parts: [String], more: Int = 0) -> String {
    let parts = more > 0 ? parts + ["\(more) more"] : parts
    return parts.count > 1
      ? parts.dropLast().joined(separator: ", ") + " and " + parts[parts.count - 1] : parts.joined()
  }
}
