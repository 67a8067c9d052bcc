import AuditInputs
import AuditStatistics

extension PlanSchema {
  static let recommendations: [PlanField] = [
    .key(
      "source", source([.delimited, .recBole, .trecRun]), required: true,
      "The ranked lists, one row an item of a list: a file, several, a glob, a folder of Parquet files, or - for standard input. Relative to the plan."
    ),
    .key(
      "delimiter", .text, fallback: "comma, or tab for .tsv",
      "The one character that separates fields, in every table that names no other."),
    .key("columns", .mapping(listColumns), fallback: "needed, unless the format is trec-run", "What the columns mean."),
    .key("users", .mapping(users), "The table of those who receive, one row a user."),
    .key("items", .mapping(items), "The table of everything that can be shown, one row an item."),
    .key("relevant", .mapping(relevant), "What each user wants, one row a user and item."),
    .key("history", .mapping(history), "What each user chose before, one row a choice."),
    .key("before", .mapping(compared), "The lists that the same people received one period earlier, one row an item."),
    .key(
      "baseline", .mapping(baseline),
      "The lists that people would receive without personalisation, one row an item: of each person, or of each context."
    ),
    .key(
      "audience", .either([.text, .list(.text, orSingle: false), .mapping(audience)]),
      "The users who should have received a list, as files whose id column is that of users, or with the column named."),
    .key(
      "depth", .integer(atLeast: 1), fallback: "10",
      "The positions of a list that count, from the first; at most 100,000."
    ),
    .key(
      "ranks", .choice(ListColumns.Lists.Ranks.allCases.map(\.rawValue)), fallback: "stated",
      "Whether a rank is the place in the list, so that a gap is an empty place, or only counts: counted closes gaps."),
    .key(
      "attention", .either([.choice(AttentionModel.named.map(\.name)), .mapping(attention)]), fallback: "logarithmic",
      "How much attention position r gets: logarithmic is 1/log2(r + 1), logarithmic-flat 1/log2(max(r, 2)), reciprocal 1/r, uniform the same everywhere."
    ),
    .key(
      "intersections", .either([.choice(["all"]), .list(.list(.text, orSingle: false), orSingle: false)]),
      "Groups of users that are combined; all means every subset of two or more, for up to six columns."),
    .key(
      "target", .choice(Target.named.map(\.name)),
      "The share that each group of items should have: \(targets). Nobody can choose it for you, so it has no default."),
    .key(
      "tail", .number, fallback: "0.2",
      "The share of all popularity that the long tail of items holds, between 0 and 1."
    ),
    .key("unknown", .list(.text, orSingle: true), fallback: unknownWords, "Labels that mean: group not known."),
  ]

  private static let targets =
    "catalogue is its share of the items, qualified its share of what users want, population its share of what was chosen before, uniform the same for every group"

  static let listColumns: [PlanField] = [
    .key("user", .text, fallback: "needed; user in a TREC run", "Who receives the list."),
    .key("item", .text, fallback: "needed; item in a TREC run", "What is shown."),
    .key(
      "list", .text, fallback: "a user has one list",
      "Which list of the user the row belongs to, as a session; the user stays the one who is sampled."),
    .key(
      "rank", .text, fallback: "none; rank in a TREC run, unless only score is named",
      "The rank, a whole number from 1, or from 0 where the first list begins so. One of rank and score is needed."),
    .key(
      "score", .text, fallback: "none; score in a TREC run",
      "The score, highest first; the order of the list when no rank is named."),
    .key("engagement", .text, "How much the user engaged with the item, a number of 0 or more."),
  ]

  static let users: [PlanField] = [
    .key("source", source([.delimited, .recBole]), required: true, "Its files."),
    .key("id", .text, fallback: "the user column of the lists", "The column of the user's id."),
    .key(
      "groups", .list(.either([.text, .mapping(peopleGroup)]), orSingle: false),
      "The columns that say which group a user belongs to; at most 1,000 labels each."),
  ]

  static let items: [PlanField] = [
    .key("source", source([.delimited, .recBole]), required: true, "Its files."),
    .key("id", .text, fallback: "the item column of the lists", "The column of the item's id."),
    .key(
      "groups", .list(.either([.text, .mapping(itemGroup)]), orSingle: false),
      "The columns that say which group an item, or who provides it, belongs to; at most 1,000 labels each."),
    .key("popularity", .text, "How often the item was chosen before, a number of 0 or more."),
  ]

  static let itemGroup: [PlanField] =
    group + [
      .key("multiple", .text, "What stands between the labels of an item that has several, as \"|\"."),
      .key(
        "counting", .choice(["fractional", "full"]), fallback: "fractional",
        "Whether several labels share the item in equal parts, or each has the whole item."),
      .key(
        "target", .either([.choice(Target.named.map(\.name)), .list(.mapping(share), orSingle: false)]),
        fallback: "that of recommendations", "The share that each of its groups should have: a word, or the shares."),
    ]

  static let share: [PlanField] = [
    .key("group", .text, required: true, "The group's label."),
    .key("share", .number, required: true, "Its share; all of them sum to one."),
  ]

  static let relevant: [PlanField] = [
    .key("source", source([.delimited, .recBole, .trecQrels]), required: true, "Its files."),
    .key("user", .text, fallback: "the user column of the lists", "Who wants it."),
    .key("item", .text, fallback: "the item column of the lists", "What is wanted."),
    .key("grade", .text, fallback: "none; grade in TREC qrels", "How much; without it every row counts 1."),
    .key("at-least", .number, "The least grade that counts; every item that reaches it counts 1."),
  ]

  static let history: [PlanField] = [
    .key("source", source([.delimited, .recBole]), required: true, "Its files."),
    .key("user", .text, fallback: "the user column of the lists", "Who chose."),
    .key("item", .text, fallback: "the item column of the lists", "What was chosen."),
  ]

  static let compared: [PlanField] = [
    .key("source", source([.delimited, .recBole]), required: true, "Its files."),
    .key("user", .text, fallback: "the user column of the lists", "Whose list it is."),
    .key("item", .text, fallback: "the item column of the lists", "What was shown, or would be."),
    .key(
      "rank", .text, fallback: "every row counts, for lists no longer than the depth",
      "The rank, a whole number from 1 or 0; items beyond the depth are left out."),
  ]

  static let baseline: [PlanField] =
    compared + [
      .key(
        "contexts", .list(.text, orSingle: true), fallback: "lists of people",
        "Columns of users, here and in their table: one list for everybody of a combination. As in controls, where that is declared."
      )
    ]

  static let audience: [PlanField] = [
    .key("source", source([.delimited, .recBole]), required: true, "Its files."),
    .key("id", .text, fallback: "the id column of users", "The column of the user's id."),
  ]

  static let attention: [PlanField] = [
    .key(
      "geometric", .number,
      "Position r gets p to the power of r - 1: a reader goes on with probability p, above 0 and at most 1."),
    .key(
      "cascade", .number, "As geometric, and a relevant item ranked before halves what is left; needs relevant."),
  ]

  /// Where a table is: files alone, or with how they are written.
  private static func source(_ formats: [TableFormat]) -> PlanShape {
    .either([
      .text, .list(.text, orSingle: false),
      .mapping(
        [
          .key(
            "files", .list(.text, orSingle: true), fallback: "needed without a query",
            "A file, several, or a glob, relative to the plan."),
          .key(
            "format", .choice(formats.map(\.rawValue)), fallback: "csv",
            "How they are written: \(formats.map(\.rawValue).joined(separator: ", "))."),
          .key("delimiter", .text, fallback: "that of recommendations", "The one character that separates fields."),
        ] + PlanSchema.queries),
    ])
  }
}
