import AuditInputs
import AuditRecord

/// Every key of the plan file, declared once.
package enum PlanSchema {
  /// The top level.
  package static let root: [PlanField] = [
    .key("audit", .mapping(audit), required: true, "What is audited, and by whom."),
    .key(
      "decisions", .mapping(decisions), fallback: "none; needed without recommendations",
      "Where the decisions are and what their columns mean."),
    .key(
      "recommendations", .mapping(recommendations), fallback: "none; needed without decisions",
      "Where the ranked lists are, who receives them and what is shown."),
    .key(
      "controls", .mapping(controls),
      "The control that people have over their own personalisation, whose levels are compared."),
    .key(
      "lawful-use", .mapping(lawfulUse), fallback: "not asked",
      "On what ground rows may be used; those without one are counted, left out of every number, and bounded."),
    .key(
      "notices", .list(.mapping(notice), orSingle: false), fallback: "none",
      "What people are told, set beside what rules ask: present, missing or not applicable, and never whether a rule is kept."
    ),
    .key(
      "requirements", .listOrNone(.mapping(requirement)), fallback: "none: numbers are shown, and nothing is judged",
      "The demands that decide the verdict."),
    .key(
      "minimum-count", .integer(atLeast: 1), fallback: "30",
      "The smallest denominator that is judged, for requirements that do not say it."),
    .key(
      "metrics", .list(.text, orSingle: true), fallback: "every metric whose columns are declared",
      "Metrics to compute, by id or alias."),
    .key(
      "formulas", .list(.mapping(formula), orSingle: false),
      "Metrics of your own, by a formula over the counts of decision and outcome."),
    .key(
      "parameters",
      .mapping([
        .key(
          "beta", .number, fallback: "2",
          "In f-beta, how many times as much the true positive rate counts as the positive predictive value; above 0."),
        .key(
          "alpha", .number, fallback: "2",
          "In generalized-entropy, how much large benefits weigh; above 0, and 1 is Theil’s."),
      ]), "Choices that metrics leave open."),
    .key("left-out", .mapping(leftOut), "What holds where people were left out, for requirements that do not say it."),
    .key(
      "baseline",
      .mapping([
        .key(
          "results", .text, required: true,
          "The fingerprint of its results, 16 digits, or its whole digest, as its report prints them; `--baseline` names where it lies."
        )
      ]), "The earlier audit that this one is compared with; its numbers and digest enter the record."),
    .key("seed", .integer(atLeast: 0), fallback: "0", "Seed of every random number."),
    .key(
      "replicates", .integer(atLeast: 0), fallback: "1000",
      "Replicates of the bootstrap, at most 100,000; 0 turns it off."),
    .key(
      "power", .boolean, fallback: "true",
      "Whether to say what the audit could have seen of counted rates, by playing its rule on 2,000 drawn tables; off saves that time."
    ),
    .key(
      "profiles", .list(.choice(Profile.ids), orSingle: true), fallback: "none",
      "Rules and standards: their requirements and metrics are added, and the annex says what they ask for and whether it is here; `evenhand explain` has each."
    ),
    .key(
      "privacy", .mapping(privacy), fallback: "counts below 11 are hidden in public editions",
      "What a public edition may print, and how an extract calls people; no number and no verdict of the audit changes."
    ),
    .key("sign-off", .mapping(signOff), "Who must sign before the report is final."),
  ]

  /// Keys of the top level of which a plan has at least one.
  static let oneOf = ["decisions", "recommendations"]

  static let formula: [PlanField] = [
    .key("id", .text, required: true, "Its name under `metrics` and in requirements, in lower case, as error-balance."),
    .key(
      "formula", .text, required: true,
      "Numbers, parentheses, + - * / and the counts TP, FP (favourable decision, positive or negative outcome), FN and TN (unfavourable decision)."
    ),
    .key("question", .text, required: true, "The question that the number answers, in a sentence."),
  ]

  static let audit: [PlanField] = [
    .key("title", .text, required: true, "The title on the report."),
    .key("system", .mapping(system), "The system whose decisions are audited."),
    .key(
      "type", .choice(AuditType.allCases.map(\.rawValue)), fallback: AuditType.selfAssessment.rawValue,
      "Who audits whom, and when."),
    .key(
      "data", .choice(DataKind.allCases.map(\.rawValue)), fallback: DataKind.historical.rawValue,
      "Real decisions, decisions made for a test, or rows that a program made up."),
    .key("window", .mapping(window), "The period that the data covers."),
    .key("purpose", .text, "What the system decides about people."),
    .key("organisation", .text, "Who uses the system and answers for it."),
    .key("auditor", .mapping(auditor), "Who audits, as declared; a signature says who it really was."),
    .key("contact", .text, "Where people who have a question may turn."),
    .key("authority", .text, "Where people may complain, as the authority that oversees the system."),
    .key(
      "series", .text, fallback: "the system's name",
      "Which audits follow each other: those of one series are set in a row by `evenhand history`."),
    .key("previous", .text, "The results fingerprint of the audit before, as 6fe8 8f42 4741 d68d."),
    .key("distributed", .text, "The day on which the system was put to use, as 2026-03-01."),
    .key(
      "inference", .choice(["process", "period"]), fallback: "process",
      "What verdicts speak of: process, others treated by the same system; period, the people of this period alone."),
    .key(
      "sampled", .number, fallback: "1",
      "With period: the share of its people who are in the data, above 0; 1 is everybody, and verdicts rest on the numbers themselves."
    ),
    .key("justification", .text, "With period: why the audit speaks of this period alone; it is printed and signed."),
  ]

  static let system: [PlanField] = [
    .key("name", .text, "Its name."),
    .key("version", .text, "Its version; quote it, so that 1.10 stays 1.10."),
    .key("artifact", .text, "The model file, relative to the plan; its digest enters the record."),
  ]

  static let auditor: [PlanField] = [
    .key("name", .text, "The printed name."),
    .key("organisation", .text, "The organisation."),
  ]

  static let window: [PlanField] = [
    .key("from", .text, "The first day, as 2026-07-01."),
    .key("to", .text, "The last day."),
  ]

  static let decisions: [PlanField] = [
    .key(
      "source", .either([.text, .list(.text, orSingle: false), .mapping(decisionSource)]), required: true,
      "A CSV, TSV, Parquet, Arrow or JSON Lines file, several, a glob, a folder of Parquet files, or - for standard input; gzip and Zstandard are unpacked. What a file is, its first bytes say. Relative to the plan. Or a query of a database, or counts of rows made elsewhere."
    ),
    .key("delimiter", .text, fallback: "comma, or tab for .tsv", "The one character that separates fields."),
    .key("columns", .mapping(columns), fallback: "needed without counts", "What the columns mean."),
    .key(
      "models", .list(.mapping(model), orSingle: false), fallback: "one system, under columns",
      "Two or more models that decided about the same people, side by side; their decisions have the same labels. Rows that lack the decision of one are left out of all."
    ),
    .key(
      "counts", .mapping(counts),
      "In place of columns: a row is a group, or a group of a stratum, with how many people it has and how many of them were selected."
    ),
    .key(
      "groups", .list(.either([.text, .mapping(peopleGroup)]), orSingle: false), required: true,
      "The columns that say which group a person belongs to; at most 1,000 labels each."),
    .key(
      "intersections", .either([.choice(["all"]), .list(.list(.text, orSingle: false), orSingle: false)]),
      "Groups that are combined; all means every subset of two or more, for up to six columns."),
    .key("unknown", .list(.text, orSingle: true), fallback: unknownWords, "Labels that mean: group not known."),
    .key(
      "phrases", .mapping(phrases), fallback: "people, the favourable decision, a positive outcome",
      "What people and decisions are called in sentences, at most \(DecisionPhrases.longest) characters each."),
    .key(
      "center", .choice(SamplingCenter.allCases.map(\.rawValue)), fallback: SamplingCenter.stratum.rawValue,
      "What a sampling unit is set against that is alone in its stratum: stratum gives no range, grand takes all units."
    ),
    .key(
      "within", .list(.either([.text, .mapping(stratifier)]), orSingle: false),
      "Columns within whose values people are compared."),
  ]

  /// Where decisions are that stand in no file of rows.
  /// The words of those who know the people.
  static let phrases: [PlanField] = [
    .key("people", .text, "Who they are, as applicants."),
    .key("favourable", .text, "What those received whom the decision favours, as were invited to an interview."),
    .key("unfavourable", .text, "What the others received, as were turned down."),
    .key("positive", .text, "What the positive outcome was, as were hired."),
    .key("negative", .text, "What the other outcome was, as were not hired."),
  ]

  static let decisionSource: [PlanField] =
    [
      .key(
        "counts", .list(.text, orSingle: true),
        "Files of counts, as the query answers that `evenhand sql` prints: a line for all rows that are equal in the columns of the plan, with how many they are. Not with scores, amounts, weights or grounds of use."
      ),
      .key("of", .text, "The SELECT whose rows were counted, for `evenhand sql`; an audit does not run it."),
    ] + queries

  /// What a database answers.
  static let queries: [PlanField] = [
    .key("sqlite", .text, "A SELECT of SQLite, whose rows are read from the file under database."),
    .key(
      "duckdb", .text,
      "A SELECT of DuckDB, which the program duckdb answers: a file of its own under database, or what the query reads."
    ),
    .key(
      "postgresql", .text,
      "A SELECT of PostgreSQL. Where the server is and who asks, service or the environment says: PGHOST, PGDATABASE, PGUSER; a password stands in ~/.pgpass."
    ),
    .key("database", .text, "The file of SQLite or DuckDB, opened for reading alone; relative to the plan."),
    .key("service", .text, "A name in pg_service.conf, for postgresql."),
  ]

  /// What is not known without a word in the plan.
  static let unknownWords =
    "blank text and \(MissingWord.all.map(\.text).joined(separator: ", ")), which are not known anyway unless the column's labels name them"

  static let columns: [PlanField] = [
    .key(
      "subject", .text,
      "The person's id. Decisions on one person are not independent: where an id repeats, ranges and verdicts take that into account."
    ),
    .key("decision", .text, fallback: "needed without score, amount or models", "The decision."),
    .key(
      "favourable", .list(.text, orSingle: true), fallback: "needed with decision, unless classes are given",
      "Labels of the decision that people want."),
    .key("unfavourable", .list(.text, orSingle: true), "Its other labels; when given, any further label is an error."),
    .key(
      "classes", .either([.choice(["found"]), .list(.text, orSingle: false)]),
      fallback: "favourable says what people want",
      "Its labels where it is no yes or no, 2 to 20: each class is audited against all others, and any further label is an error. With found, the labels that the data have. Without positive, outcomes have the same classes."
    ),
    .key(
      "ordered", .boolean, fallback: "false",
      "Whether classes are listed from the lowest to the highest, so that each with all above it is audited too."),
    .key(
      "not-decided", .list(.text, orSingle: true),
      "Its labels that are no decision, as withdrawn or pending: left out, and counted by group."),
    .key(
      "baseline", .text, fallback: "no other decision",
      "Another decision about the same people, with the same labels, as of the version before: what no-worse-than-baseline compares with. Pairs of decisions show smaller changes than two audits."
    ),
    .key("outcome", .text, "What was observed later."),
    .key(
      "positive", .list(.text, orSingle: true),
      "Labels of a positive outcome; needed with outcome, unless it has classes."
    ),
    .key("negative", .list(.text, orSingle: true), "Its other labels; when given, any further label is an error."),
    .key(
      "score", .either([.text, .mapping(score)]),
      "A column of numbers: the higher, the likelier is what `positive` names, or the better. Rows without one are counted and left out of numbers of scores."
    ),
    .key(
      "amount", .either([.text, .mapping(amount)]),
      "A column of numbers: what each person gets, pays or waits for. Rows without one are counted and left out of numbers of amounts."
    ),
    .key(
      "predicted", .text,
      "A column of numbers: what the system predicted of the amount. Needs amount."),
    .key("unit", .text, "In what amounts are counted, as EUR or days; it stands beside them in reports."),
    .key(
      "count", .text,
      "A column of whole numbers: the row is one, and stands for so many units, as people of a household."),
    .key(
      "rows", .text,
      "A column of whole numbers, in a table that was counted by hand: the row stands for so many equal rows, and the record is that of those rows. Not with subject, scores, amounts, weights or grounds of use."
    ),
    .key(
      "weight", .text,
      "A column of sampling weights, numbers of 0 or more: of how many people a row tells. Rows that weigh 0 are left out. Not with count."
    ),
    .key(
      "stratum", .text,
      "A column of strata from each of which rows were drawn apart. Clusters are read within their stratum. Not with count."
    ),
    .key(
      "cluster", .text, fallback: "the subject, else each row",
      "A column of primary sampling units, as households or schools, whose rows are not independent. Not with count."),
  ]

  static let model: [PlanField] = [
    .key("name", .text, required: true, "What it is called in reports and requirements."),
    .key("decision", .text, fallback: "needed without score", "The column of its decisions."),
    .key("score", .either([.text, .mapping(score)]), "The column of its scores, as under columns."),
  ]

  static let score: [PlanField] = [
    .key("column", .text, required: true, "The column."),
    .key(
      "range", .range, fallback: "not stated",
      "The lowest and the highest score that there can be; any score outside is an error."),
  ]

  static let amount: [PlanField] = [
    .key("column", .text, required: true, "The column."),
    .key(
      "range", .range, fallback: "not stated",
      "The lowest and the highest amount that there can be; any amount outside is an error, as 999999 for a missing one."
    ),
  ]

  static let counts: [PlanField] = [
    .key("selected", .text, required: true, "The column that says how many received the favourable decision."),
    .key("people", .text, required: true, "The column that says how many people there were, the selected among them."),
  ]

  static let group: [PlanField] =
    [
      .key("name", .text, fallback: "the column's name", "How the grouping is called in the plan and the report."),
      .key("column", .text, required: true, "The column."),
      .key(
        "obtained", .choice(Obtained.known.map(\.rawValue)), fallback: "not stated",
        "How it is known who belongs to which group; the report prints it."),
      .key("bins", .increasing, "Limits of half-open ranges for a column of numbers; the last range is closed."),
      .key(
        "expected", .list(.text, orSingle: true),
        "Groups that must be in the data; one that nobody has is not enough data, and never a pass."),
      .key(
        "not-compared",
        .mapping([
          .key("below-share", .number, required: true, "The share of people of known group, above 0 and below 1."),
          .key("justification", .text, required: true, "Why; it is printed and signed."),
        ]), fallback: "all groups are compared",
        "Groups below a share of all are shown, not judged, and nobody's reference."),
    ] + labelRules

  /// A group of people, who may have several labels.
  static let peopleGroup: [PlanField] =
    group + [
      .key(
        "multiple", .text,
        "What stands between the labels of a person who has several, as \"; \": the group is that of exactly these labels."
      ),
      .key(
        "counting", .choice(["combined", "each"]), fallback: "combined",
        "How such a person counts: combined is a group of its own; each counts in every group, which then share people: rates of decisions, each compared with everybody who is not in the group."
      ),
    ]

  /// What is said of the labels of a column of groups or strata.
  static let labelRules: [PlanField] = [
    .key(
      "labels", .list(.text, orSingle: true),
      "Labels that are real although they look like a missing value, as NA for North America; all says that each of many numbers is a group."
    ),
    .key(
      "same", .named(.list(.text, orSingle: true)),
      "Labels that are one, by the name to give it: {API: [Asian, Pacific Islander]}."),
  ]

  static let stratifier: [PlanField] =
    [
      .key("column", .text, required: true, "The column."),
      .key("justification", .text, "Why people may be compared within its values."),
      .key("approved-by", .text, "Who agreed to that."),
    ] + labelRules

  static let requirement: [PlanField] = [
    .key("id", .text, required: true, "Its name in findings, sign-offs and CI."),
    .key("metric", .text, required: true, "The metric, by id or alias."),
    .key(
      "across", .either([.text, .list(.either([.text, .list(.text, orSingle: false)]), orSingle: false)]),
      fallback: "all groupings of the metric's side",
      "Groupings to judge; a nested list is one intersection. A metric takes groups of decisions, of users or of items."
    ),
    .key(
      "class",
      .either([
        .text, .list(.text, orSingle: false),
        .mapping([
          .key("at-least", .text, required: true, "The lowest of the classes that count, where they are ordered.")
        ]),
      ]), fallback: "each class, each a check of its own",
      "Which of the classes is set against all others. Where there are several, “not met” is searched among them, at a level divided by their number."
    ),
    .key(
      "macro-average", .boolean, fallback: "false",
      "Whether the mean over all classes of the largest disparity is judged, in place of each class."),
    .key(
      "model", .list(.text, orSingle: true), fallback: "each model, each a check of its own",
      "Which of the models is judged."),
    .key(
      "compare", .choice(Comparison.allCases.map(\.rawValue) + GroupExtreme.allCases.map(\.rawValue)),
      fallback: "ratio for rates and exposure, else difference; value for metrics that are one number",
      "What is judged: group ÷ reference, group − reference, the estimate itself, or that of the lowest or highest group alone."
    ),
    .key(
      "reference",
      .either([
        .choice(ReferenceRule.named.map(\.name)),
        .mapping([.key("group", .list(.text, orSingle: true), required: true, "The group's label, or its labels.")]),
      ]), fallback: "highest; worst-pair for composites; target for shares",
      "What a group is compared with; target is the share that the group should have, next-level the same group at the next level of the setting of `controls`."
    ),
    .key(
      "only", .list(.text, orSingle: true), fallback: "every group",
      "Labels of which a group has one that is judged, as [\"off\"]; others may still be what it is compared with."),
    .key(
      "at", .list(.text, orSingle: true), fallback: "the unpersonalised levels of controls",
      "For group-separation, the levels of the setting within which groups are compared."),
    .key(
      "by", .choice(SeparationFeatures.allCases.map(\.rawValue)), fallback: "kinds",
      "For group-separation, in what lists are compared: the kinds of item that get their attention, or single items."),
    .key(
      "of", .list(.text, orSingle: true), fallback: "the unpersonalised levels of controls",
      "For setting-share, the levels of the setting that count; one and the same in a plan."),
    .key("at-least", .number, "The least that is accepted."),
    .key("at-most", .number, "The most that is accepted; of a difference, its absolute value."),
    .key("between", .range, "The least and the most that are accepted."),
    .key(
      "signed", .boolean, fallback: "false",
      "Whether at-most bounds a difference itself, so that any fall is accepted, and not its absolute value."),
    .key(
      "no-worse-than-baseline",
      .mapping([
        .key(
          "margin", .number, required: true,
          "By how much the number may be worse, on its own scale: with 0.02 a ratio may fall from 0.63 to 0.61."),
        .key(
          "worse", .choice(Worsening.allCases.map(\.rawValue)),
          fallback:
            "lower for ratios, higher for those to the lowest; apart for differences; for numbers themselves away from their ideal",
          "Which change is for the worse: lower, higher, or apart, away from equality in either direction."),
      ]), "In place of a threshold: no worse than in the baseline by more than a margin."),
    .key(
      "decide", .choice(DecisionBasis.allCases.map(\.rawValue)), fallback: DecisionBasis.interval.rawValue,
      "Whether the whole interval or the point estimate alone is judged."),
    .key("confidence", .number, fallback: "0.95", "Two-sided confidence, from 0.5 to 0.999999."),
    .key(
      "minimum-count", .integer(atLeast: 1), fallback: "that of the plan", "The smallest denominator that is judged."),
    .key(
      "reference-minimum", .mapping(referenceMinimum), fallback: "every group that is judged",
      "How large a group must be to be the highest or lowest that others are compared with; a smaller one is judged all the same."
    ),
    .key(
      "undecided", .choice(Undecided.allCases.map(\.rawValue)), fallback: Undecided.block.rawValue,
      "What “cannot tell” does: blocks, or warns and lets pass."),
    .key(
      "severity", .choice(Severity.allCases.map(\.rawValue)), fallback: Severity.block.rawValue,
      "What happens when it is not met."),
    .key("origin", .text, "Where the threshold comes from: a law, a regulator, a policy, a convention."),
    .key(
      "title", .text,
      "What people call it, as Invitations; at most \(DecisionPhrases.longest) characters, beside its id in reports."),
    .key("owner", .text, "Who answers for the requirement."),
    .key("approved", .text, "The day on which it was agreed to, as 2026-05-01."),
    .key("left-out", .mapping(leftOut), fallback: "that of the plan", "What holds where people were left out."),
    .key(
      "monitor",
      .mapping([
        .key(
          "false-alarm", .number, required: true,
          "The most that the chance may be of ever raising an alarm although the requirement holds in every window, as 0.05."
        )
      ]), fallback: "not monitored",
      "Whether `evenhand history monitor` watches it from audit to audit: a share of people counted, compared between groups."
    ),
  ]

  static let controls: [PlanField] = [
    .key(
      "setting", .text, required: true, "The group column of users or decisions that says which level was in force."),
    .key(
      "levels", .list(.text, orSingle: false), required: true,
      "Every level, least personalised first; any other label is an error, unless it is not known."),
    .key(
      "unpersonalised", .list(.text, orSingle: true), fallback: "none", "The levels at which no profile may be used."),
    .key(
      "contexts", .list(.text, orSingle: true), fallback: "none",
      "Columns of users that may shape a list that is not personalised, as a country or a kind of device; at most 1,000 combinations."
    ),
    .key(
      "kinds", .text, fallback: "the first group column of items",
      "The group column of items in which taste is described."),
    .key("log", .mapping(controlLog), "A log of requests: who was served when, and in which mode."),
    .key("settings", .mapping(controlSettings), fallback: "needed with log", "When who chose which level."),
    .key(
      "honours", .named(.list(.text, orSingle: true)), fallback: "needed with log",
      "The modes that keep a level, by the level, as {\"off\": [unprofiled]}; requests at any other level are not judged."
    ),
    .key(
      "effect-within", .days, fallback: "nothing is claimed",
      "The time within which a choice takes effect, as the operator claims it; such requests are counted apart, and judged."
    ),
  ]

  static let controlLog: [PlanField] = [
    .key("source", .list(.text, orSingle: true), required: true, "Its files."),
    .key("user", .text, fallback: "the user column of the lists", "Who was served."),
    .key("at", .text, required: true, "When: a date, or a date with a time."),
    .key("mode", .text, required: true, "In which mode."),
  ]

  static let controlSettings: [PlanField] = [
    .key("source", .list(.text, orSingle: true), required: true, "Its files."),
    .key("user", .text, fallback: "the user column of the lists", "Who chose."),
    .key("from", .text, required: true, "From when on: a date, or a date with a time."),
    .key("level", .text, required: true, "The level."),
    .key(
      "start", .text, fallback: "not known, and not judged", "The level of everybody before their first choice."),
  ]

  static let referenceMinimum: [PlanField] = [
    .key("count", .integer(atLeast: 1), fallback: "minimum-count", "The smallest denominator."),
    .key("share", .number, fallback: "0", "The smallest share of all people whose group is known, from 0 to 1."),
  ]

  static let leftOut: [PlanField] = [
    .key(
      "at-most", .number, fallback: "0.05",
      "The share of people left out of a comparison up to which they are passed over, from 0 to 1."),
    .key(
      "beyond", .choice(LeftOutRule.Beyond.allCases.map(\.rawValue)), fallback: LeftOutRule.Beyond.cannotTell.rawValue,
      "What holds beyond it: met needs the worst that they could turn out to be, or nothing changes."),
    .key(
      "justification", .text, fallback: "needed with ignore", "Why they may be passed over; it is printed and signed."),
  ]

  static let signOff: [PlanField] = [
    .key(
      "required",
      .list(
        .mapping([
          .key("role", .text, required: true, "The role's name, which whoever signs gives."),
          .key(
            "title", .text, fallback: "the role's name",
            "What reports call the role, as Head of model risk; at most \(DecisionPhrases.longest) characters."),
        ]), orSingle: false),
      required: true, "The roles that must sign."),
    .key(
      "allowed-signers", .text,
      "The keys that may sign, in OpenSSH's allowed_signers format; relative to the plan, copied into the bundle."),
    .key(
      "signers", .text, fallback: "every key may sign in every role",
      "A YAML file of who may sign in which role; relative to the plan, its content enters the record."),
    .key(
      "distinct-people", .boolean, fallback: "true", "Whether nobody may sign in two roles, with one key or with two."),
    .key(
      "segregation",
      .list(
        .mapping([
          .key("role", .text, required: true, "The role."),
          .key(
            "not", .list(.text, orSingle: true), required: true,
            "Roles in which the same person may not sign; ran-audit stands for whoever ran it."),
        ]), orSingle: false), "What excludes what."),
    .key(
      "valid-for", .days, fallback: "until something changes",
      "How long an approval counts, in days as 365d; then the audit is due again."),
    .key(
      "waivers",
      .mapping([
        .key("approvers", .list(.text, orSingle: true), required: true, "The roles that may waive."),
        .key("longest", .days, fallback: "no limit", "How long a waiver may last, in days as 90d."),
      ]), fallback: "nobody may waive", "Who may accept that a requirement is not met, for a time."),
    .key(
      "revocations", .list(.text, orSingle: true), fallback: "only whoever signed it",
      "The roles that may also revoke what somebody else rejected or declared superseded."),
    .key(
      "actions", .list(.text, orSingle: true), fallback: "nobody may",
      "The roles that may assign a finding, say that it is mended, withdraw it, or pin the baseline of the series."),
  ]

  /// The file that `sign-off.signers` names.
  static let signers: [PlanField] = [
    .key(
      "signers",
      .list(
        .mapping([
          .key("principal", .text, required: true, "The name in allowed_signers."),
          .key("name", .text, required: true, "The printed name."),
          .key("roles", .list(.text, orSingle: true), required: true, "The roles in which the person may sign."),
          .key("organisation", .text, "The organisation."),
        ]), orSingle: false), required: true, "Who may sign in which role.")
  ]
}

extension ReferenceRule {
  /// The rules that a plan names with one word.
  static let named: [ReferenceRule] = [.highest, .lowest, .overall, .complement, .target, .worstPair, .nextLevel]
}
