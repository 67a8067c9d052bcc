/// The JSON Schema of `record.json`.
package enum RecordSchema {
  /// Draft 2020-12. Further members are allowed everywhere, as the contract says.
  package static let document: JSONValue = {
    let later = [
      ("rules", text), ("small-groups", smallGroups), ("warnings", warnings), ("undecided", undecided),
      ("left-out", leftOut), ("outcome-known", outcomeKnown), ("baseline", baseline), ("sampling", sampling),
      ("regulations", regulations), ("privacy", privacy), ("controls", controls),
      ("lawful-use", lawfulUse), ("notices", notices), ("content", object([("sha256", digest)])),
    ]
    guard case .object(let record) = object(top, later: later) else { return .null }
    return .object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("$id", .string("https://evenhand.dev/schema/evenhand-record-1.json")),
        ("title", .string("evenhand record, version 1")),
      ] + record)
  }()

  private static let referenceMinimum = object([("count", count), ("share", share)])
  private static let flow = object([
    ("received", count), ("judged", count),
    ("excluded", list(object([("reason", text), ("rows", count)]))),
  ])
  private static let labelCounts = list(object([("label", text), ("rows", count), ("units", count)]))
  private static let warnings = list(
    object([
      ("code", open(DataWarningCode.self)), ("table", text), ("column", orNull(text)), ("role", orNull(text)),
      ("grouping", texts), ("group", orNull(texts)), ("labels", labelCounts), ("rows", orNull(count)),
      ("units", orNull(count)), ("share", orNull(share)), ("requirement", orNull(text)),
    ]))
  private static let undecided = list(
    object([
      ("grouping", texts), ("group", texts), ("count", count), ("of", count), ("interval", interval),
      ("difference", orNull(number)), ("difference-interval", interval), ("is-apart", boolean),
    ]))
  package static let interval = orNull(
    object([("lower", orNull(number)), ("upper", orNull(number)), ("level", share), ("method", text)]))
  private static let reference = object([
    ("rule", open(ReferenceWord.self)),
    ("group", orNull(texts)),
  ])
  private static let adjusted = orNull(object([("method", choice(["holm", "tukey"])), ("p", share)]))
  private static let test = object([
    ("name", text), ("statistic", orNull(number)), ("degrees-of-freedom", orNull(number)), ("p", orNull(share)),
    ("adjusted", adjusted),
  ])
  private static let place: [Member] = [
    ("metric", text), ("grouping", texts), ("stratifier", orNull(text)), ("within", orNull(text)),
  ]
  private static let result: [Member] = [
    ("value", orNull(number)), ("interval", interval), ("undefined", undefined),
  ]

  private static let area = object([
    ("value", share), ("variance", number), ("positives", count), ("negatives", count),
  ])
  private static let scoreSample = object([("people", count), ("mean", number), ("variance", number)])
  /// What a number of scores follows from; a number has those that it needs.
  private static let scored = object(
    [("people", count), ("smallest", count)],
    later: [
      ("contributing", count), ("median", number), ("area", area), ("reverse", area),
      (
        "bins",
        list(
          object(
            [
              ("people", count), ("score", number), ("positives", count),
            ], later: [("above", number), ("up-to", number), ("interval", interval)]))
      ),
      ("square-less-chance", number), ("largest-gap", boolean), ("own", scoreSample), ("others", scoreSample),
      ("span", number),
      (
        "moments",
        object(
          [("mean", number), ("variance", number)],
          later: [
            ("skewness", number), ("degrees-of-freedom", number), ("least", number), ("most", number),
            ("is-root", boolean),
          ])
      ), ("blocks", object([("size", count), ("below", list(number)), ("above", list(number))])),
    ])
  private static let smallGroups = list(
    object(place + [("groups", list(count)), ("numerators", list(number)), ("denominators", list(number))]))
  private static let completions = object([
    ("counted", number), ("uncounted", number), ("counted-or-not", number), ("uncounted-or-not", number),
    ("either", number),
  ])
  private static let leftOut = list(
    object(
      [
        ("metric", text), ("grouping", texts), ("group", orNull(texts)), ("stratifier", orNull(text)),
        ("reason", open(LeftOutReason.self)), ("completions", completions),
      ], later: [("weighted", completions), ("others", completions)]))
  private static let sampling = object([
    ("weight", orNull(text)), ("stratum", orNull(text)), ("cluster", orNull(text)), ("is-of-people", boolean),
    ("center", choice(SamplingCenter.allCases.map(\.rawValue))), ("rows", count), ("units", count), ("largest", count),
    ("strata", count), ("lonely", count), ("total", number), ("least", number), ("most", number), ("weighting", number),
    ("changes-nothing", boolean),
  ])
  private static let sampledRate = object([
    ("weight", number), ("people", count), ("units", count), ("standard-error", orNull(number)),
    ("degrees-of-freedom", orNull(number)), ("effective", orNull(number)), ("design-effect", orNull(number)),
    ("weighting", number),
    (
      "others",
      orNull(
        object([
          ("value", orNull(number)), ("rows", count), ("weight", number), ("effective", orNull(number)),
          ("degrees-of-freedom", orNull(number)), ("covariance", number),
        ]))
    ),
  ])
  private static let outcomeKnown = list(
    object(
      [
        ("grouping", texts), ("group", texts), ("favourable", count), ("favourable-known", count), ("others", count),
        ("others-known", count),
      ], later: [("view", view)]))
  private static let notCompared = object([("below-share", share), ("justification", text), ("groups", groups)])
  package static let verdictWord = choice(VerdictWord.allCases.map(\.rawValue))
  private static let boundEnd = orNull(object([("value", orNull(number)), ("verdict", verdictWord)]))
  private static let bounds = object([
    ("left-out", count), ("share", share),
    ("causes", list(object([("reason", open(LeftOutReason.self)), ("count", count)]))), ("counted", verdictWord),
    ("worst", boundEnd), ("best", boundEnd), ("tipping", orNull(count)),
  ])
  private static let leftOutRule = object([
    ("at-most", share), ("beyond", choice(LeftOutRule.Beyond.allCases.map(\.rawValue))),
    ("justification", orNull(text)),
  ])

  private static let worsening = choice(Worsening.allCases.map(\.rawValue))
  private static let checkResult = orNull(
    object([
      ("reference", orNull(texts)), ("value", orNull(number)), ("interval", interval), ("verdict", orNull(verdictWord)),
    ]))
  private static let checkChange = object([
    ("requirement", text), ("metric", text), ("grouping", texts), ("group", orNull(texts)),
    ("stratifier", orNull(text)),
    ("comparison", comparison), ("unit", open(MetricUnit.self)), ("worse", worsening), ("baseline", checkResult),
    ("candidate", checkResult), ("change", choice(ChangeWord.allCases.map(\.rawValue))), ("reason", orNull(text)),
    (
      "difference",
      orNull(
        object([
          ("reference", orNull(texts)), ("baseline", number), ("candidate", number), ("value", number),
          ("interval", interval), ("p", share), ("adjusted-p", share),
        ]))
    ),
  ])
  private static let ofBaseline: Set<String> = [
    "audit", "inputs", "labels", "lists", "groupings", "stratifiers", "metrics", "estimates", "dispersions",
    "summaries",
    "requirements", "findings",
  ]
  private static let regulations = list(
    object([
      ("id", text), ("title", text), ("instrument", text), ("source", text), ("effective", text), ("status", text),
      ("read", text), ("sha256", digest), ("note", text), ("tables", texts),
      (
        "demands",
        list(
          object([
            ("clause", text), ("asks", text), ("basis", text), ("when", orNull(text)), ("elsewhere", boolean),
            ("needs", list(object([("kind", text), ("of", text)]))),
          ]))
      ),
    ]))

  private static let separationEnd = object([("difference", number), ("standard-error", number)])
  private static let separationDifference = object(
    [("group", texts), ("difference", number), ("standard-error", number)], later: [("kind", text), ("item", count)])
  private static let separation = object(
    [
      ("by", choice(SeparationFeatures.allCases.map(\.rawValue))), ("people", count), ("contexts", count),
      ("permutations", count), ("critical", number), ("lower", separationEnd), ("upper", separationEnd),
      ("largest", list(separationDifference)), ("clearest", separationDifference),
    ], later: [("of", count)])
  private static let controls = object(
    [
      ("setting", text), ("side", side), ("levels", texts), ("unpersonalised", texts),
      (
        "people",
        list(
          object(
            [("level", text), ("people", count)],
            later: [
              ("lists", count), ("with-history", count), ("history-length", number), ("unknown-context", count),
              ("compared", count), ("shared-contexts", count),
            ]))
      ),
    ],
    later: [
      ("contexts", texts), ("combinations", count), ("kinds", text),
      (
        "log",
        object([("lags", list(lagCount)), ("without-choice", lagCount)], later: [("effect-within", count)])
      ),
    ])
  private static let useCause = choice(UseCause.allCases.map(\.rawValue))
  private static let lawfulUse = object(
    [
      ("of", choice(UseTable.allCases.map(\.rawValue))), ("as-of", text),
      ("extract", choice(UseExtract.allCases.map(\.rawValue))),
      (
        "rules",
        object(
          [],
          later: [
            ("consent-basis", texts), ("covers", list(object([("purpose", text), ("by", texts)]))),
            ("retention-days", count), ("minimum-age", number),
            ("special", list(object([("grouping", text)], later: [("ground", text)]))),
          ])
      ),
      ("rows", count), ("causes", list(object([("cause", useCause), ("rows", count)]))),
    ],
    later: [
      ("unknown-age", count), ("unknown-collected", count),
      (
        "groups",
        list(object([("grouping", texts), ("group", orNull(texts)), ("cause", useCause), ("rows", count)]))
      ),
    ])
  private static let notices = list(
    object(
      [
        (
          "pack",
          object([
            ("id", text), ("title", text), ("instrument", text), ("source", text), ("effective", text),
            ("status", text), ("read", text), ("basis", text), ("sha256", digest), ("note", text),
          ])
        ), ("file", text), ("sha256", digest), ("language", text),
        (
          "fields",
          list(
            object(
              [
                ("id", text), ("clause", text), ("question", text),
                ("state", choice(NoticeState.allCases.map(\.rawValue))),
              ], later: [("when", text), ("reason", text), ("by", text)]))
        ),
        (
          "reading",
          object([("words", count), ("sentences", count), ("grade", orNull(number)), ("undefined", undefined)])
        ),
      ], later: [("version", text)]))
  private static let lagCount = object([("requests", count), ("kept", count)], later: [("days", count)])

  /// The members of the numbers of the baseline are those of a record.
  private static let baseline = orNull(
    object(
      [
        (
          "audit",
          object(
            [
              // Empty where the baseline is a column, and no audit of its own.
              ("record", text), ("people", count), ("rules", text), ("small-groups", smallGroups),
              ("left-out", leftOut),
            ]
              + top.filter { ofBaseline.contains($0.key) })
        ),
        (
          "changes",
          object([("checks", list(checkChange)), ("judged-in-neither", count), ("notes", texts)])
        ),
      ], later: [("column", text), ("joint", list(jointCount))]))
  private static let jointCount = object([
    ("metric", text), ("grouping", texts), ("group", texts), ("both", count), ("among", count),
  ])

  private static let signOff = object(
    [
      ("required", list(object([("role", text)], later: [("title", text)]))), ("distinct-people", boolean),
      ("segregation", list(object([("role", text), ("not", texts)]))), ("valid-for-days", orNull(count)),
      ("waivers", orNull(object([("approvers", texts), ("longest-days", orNull(count))]))),
      (
        "signers",
        orNull(
          list(object([("principal", text), ("name", text), ("roles", texts), ("organisation", orNull(text))])))
      ),
    ], later: [("rules", count), ("allowed-signers", digest), ("revocations", texts), ("actions", texts)])

  private static let classes = object(
    [("labels", texts)], later: [("is-found", boolean), ("is-ordered", boolean), ("is-of-outcome", boolean)])
  private static let view = object(
    [],
    later: [
      ("model", text), ("class", text), ("or-higher", boolean), ("is-mean", boolean), ("is-of-outcome", boolean),
    ])

  private static let privacy = object([
    ("minimum-cell", count), ("protect", choice(ProtectedCounts.allCases.map(\.rawValue))),
    ("cumulative", boolean), ("published", list(type("object"))),
  ])

  private static let top: [Member] = [
    ("schema", choice([Record.currentSchema])),
    ("tool", object([("name", text), ("version", text)])),
    (
      "audit",
      object(
        [
          ("title", text),
          (
            "system",
            object([
              ("name", orNull(text)), ("version", orNull(text)), ("artifact", orNull(text)), ("sha256", orNull(digest)),
            ])
          ),
          ("type", choice(AuditType.allCases.map(\.rawValue))), ("data", choice(DataKind.allCases.map(\.rawValue))),
          ("window", object([("from", orNull(text)), ("to", orNull(text))])), ("purpose", orNull(text)),
        ],
        later: [
          ("organisation", orNull(text)),
          ("auditor", orNull(object([("name", orNull(text)), ("organisation", orNull(text))]))),
          ("contact", orNull(text)), ("authority", text), ("series", text), ("previous", orNull(text)),
          ("distributed", orNull(text)),
          ("inference", object([("sampled", share), ("justification", text)])),
        ])
    ),
    ("plan", object([("sha256", orNull(digest))])),
    (
      "inputs",
      list(
        object(
          [("name", text), ("sha256", orNull(digest)), ("bytes", orNull(count)), ("rows", count)],
          later: [("of", open(InputHolding.self)), ("query", object([("sha256", digest)]))]))
    ),
    ("rows", flow), ("units", flow), ("missing-outcome", orNull(count)),
    (
      "labels",
      orNull(
        object(
          [
            ("decision", text), ("favourable", texts), ("unfavourable", orNull(texts)), ("outcome", orNull(text)),
            ("positive", orNull(texts)), ("negative", orNull(texts)), ("count", orNull(text)), ("unknown", texts),
            ("unseen", texts),
          ],
          later: [
            ("subject", orNull(text)), ("is-wide", orNull(boolean)), ("not-decided", texts), ("remainder", labelCounts),
            ("outcome-remainder", labelCounts), ("score", text), ("classes", classes),
            (
              "phrases",
              object([], later: ["people", "favourable", "unfavourable", "positive", "negative"].map { ($0, text) })
            ),
            ("models", list(object([("name", text)], later: [("decision", text), ("score", text)]))),
            (
              "amount",
              object(
                [("column", text)],
                later: [("unit", text), ("least", number), ("most", number), ("predicted", text)])
            ),
          ]))
    ),
    (
      "lists",
      orNull(
        object(
          [
            ("depth", count), ("attention", text), ("target", orNull(text)), ("tail", orNull(share)),
            ("relevance", orNull(choice(["binary", "graded", "unit"]))), ("at-least", orNull(number)),
            ("people", count), ("recipients", orNull(count)), ("lists", count), ("items", count), ("positions", count),
            ("tied", count), ("short", count), ("without-relevance", orNull(count)), ("unknown", texts),
            ("counting", list(object([("grouping", text), ("counting", choice(["fractional", "full"]))]))),
          ], later: [("list", orNull(text)), ("ranks", orNull(choice(["stated", "counted"])))]))
    ),
    ("tables", list(object([("table", text), ("inputs", texts), ("rows", flow)]))),
    (
      "groupings",
      list(
        object(
          [
            ("side", side), ("grouping", texts), ("groups", list(object([("group", texts), ("count", count)]))),
            ("unknown", count),
          ],
          later: [
            ("left-out", list(object([("reason", text), ("rows", count)]))),
            ("same", list(object([("name", text), ("labels", texts)]))), ("not-compared", orNull(notCompared)),
            ("obtained", orNull(open(Obtained.self))), ("shares-people", boolean), ("known", count),
          ]))
    ),
    (
      "stratifiers",
      list(
        object([
          ("column", text), ("justification", orNull(text)), ("approved-by", orNull(text)), ("strata", texts),
          ("unknown", count),
        ]))
    ),
    ("seed", count), ("replicates", count),
    (
      "metrics",
      list(
        object(
          [
            ("id", text), ("name", text), ("aliases", texts), ("question", text), ("formula", text), ("counted", text),
            ("among", text), ("reading", text), ("caveats", texts),
            ("needs", list(open(Role.self))), ("side", side),
            ("measure", open(Measure.self)), ("least", orNull(number)), ("most", orNull(number)),
            ("ideal", orNull(number)), ("comparison", comparison), ("parts", texts),
            ("crude", orNull(text)), ("parameters", map(text)), ("sources", texts),
          ],
          later: [
            ("unit", open(MetricUnit.self)), ("scale", scale), ("basis", open(MetricBasis.self)),
            ("attention", boolean), ("complement", orNull(text)), ("references", list(open(ReferenceWord.self))),
            ("combination", orNull(choice(MetricCombination.allCases.map(\.rawValue)))), ("map", open(ShareMap.self)),
            ("is-signed", boolean), ("view", view), ("plain", text),
          ]))
    ),
    (
      "estimates",
      list(
        object(
          place + result + [
            ("group", texts), ("numerator", orNull(number)), ("denominator", orNull(number)), ("count", count),
            ("lists", orNull(count)), ("contributing", orNull(count)), ("target", orNull(number)),
            ("test", orNull(test)), ("without-interval", undefined),
          ],
          later: [
            (
              "sampled",
              orNull(object([("people", count), ("least", orNull(number)), ("most", orNull(number))]))
            ), ("sampling", sampledRate), ("scored", scored), ("people", count),
            ("others", object([("numerator", number), ("denominator", number)])),
          ]))
    ),
    (
      "disparities",
      list(
        object(
          place + result + [
            ("group", texts), ("reference", reference), ("comparison", comparison), ("minimum-count", count),
            ("level", share), ("test", orNull(test)),
            (
              "bootstrap",
              orNull(object([("lower", orNull(number)), ("upper", orNull(number)), ("defined", count)]))
            ),
            ("simultaneous", interval), ("is-reference", boolean),
          ], later: [("reference-minimum", orNull(referenceMinimum))]))
    ),
    (
      "dispersions",
      list(
        object(
          [
            ("metric", text), ("grouping", texts), ("groups", groups), ("against", orNull(open(SpreadBase.self))),
            ("scale", scale), ("covariance", list(number)),
            ("degrees-of-freedom", list(number)), ("is-independent", boolean), ("method", text),
          ], later: [("stratifier", text), ("within", text)]))
    ),
    (
      "summaries",
      list(
        object(
          place + result + [
            ("comparison", comparison), ("reference", reference), ("minimum-count", count), ("level", share),
            ("groups", groups), ("skipped", groups),
            ("parts", list(object([("metric", text), ("value", orNull(number)), ("groups", groups)]))),
            ("lists", orNull(count)),
            (
              "spread",
              orNull(
                object([
                  ("scale", scale), ("standard-error", number), ("degrees-of-freedom", number), ("method", text),
                ]))
            ),
            ("test", orNull(test)), ("without-interval", undefined),
          ],
          later: [
            ("skipped-groups", orNull(count)), ("people", count), ("even", number), ("separation", separation),
            ("counts", object([("numerator", count), ("denominator", count)])),
            ("by", choice(SeparationFeatures.allCases.map(\.rawValue))),
          ]))
    ),
    (
      "profiles",
      list(
        object([
          ("grouping", texts), ("groups", groups), ("target", list(share)), ("attention", list(list(share))),
          ("positions", list(list(share))), ("lists", list(count)),
          (
            "band",
            orNull(object([("level", share), ("lower", list(list(share))), ("upper", list(list(share)))]))
          ),
        ]))
    ),
    ("lorenz", orNull(object([("shares", list(share)), ("never-shown", count)]))),
    (
      "sensitivities",
      list(
        object([
          ("metric", text), ("grouping", texts), ("group", texts), ("attention", text), ("value", orNull(number)),
        ]))
    ),
    (
      "associations",
      list(object([("metric", text), ("grouping", texts), ("stratifier", orNull(text)), ("test", test)]))
    ),
    (
      "requirements",
      list(
        object(
          [
            ("id", text), ("metric", text), ("across", groups), ("compare", comparison),
            ("reference", any(text, object([("group", texts)]))), ("at-least", orNull(number)),
            ("at-most", orNull(number)), ("between", orNull(list(number))),
            ("decide", choice(DecisionBasis.allCases.map(\.rawValue))), ("confidence", share), ("minimum-count", count),
            ("severity", choice(Severity.allCases.map(\.rawValue))), ("origin", orNull(text)),
          ],
          later: [
            ("left-out", orNull(leftOutRule)), ("reference-minimum", orNull(referenceMinimum)),
            ("undecided", choice(Undecided.allCases.map(\.rawValue))),
            ("no-worse-than-baseline", orNull(object([("margin", number), ("worse", worsening)]))),
            ("owner", orNull(text)), ("approved", orNull(text)),
            ("extreme", choice(GroupExtreme.allCases.map(\.rawValue))), ("only", texts), ("signed", boolean),
            ("at", texts), ("by", choice(SeparationFeatures.allCases.map(\.rawValue))), ("of", texts),
            ("searched", count), ("title", text),
            ("demand", text), ("monitor", object([("false-alarm", share)])),
          ]))
    ),
    (
      "findings",
      list(
        object(
          place + result + [
            ("requirement", text), ("group", orNull(texts)), ("reference", orNull(reference)),
            ("comparison", comparison), ("verdict", choice(VerdictWord.allCases.map(\.rawValue))),
            ("threshold", threshold), ("severity", choice(Severity.allCases.map(\.rawValue))), ("sentence", text),
          ],
          later: [
            ("bound", orNull(choice(Bound.allCases.map(\.rawValue)))),
            ("bounds", orNull(bounds)),
            ("set-by", orNull(object([("lower", orNull(texts)), ("upper", orNull(texts))]))),
            ("undecided", choice(Undecided.allCases.map(\.rawValue))),
            ("small-groups", orNull(object([("groups", count), ("people", count)]))),
            (
              "change",
              orNull(object([("baseline", orNull(number)), ("now", orNull(number)), ("reason", orNull(text))]))
            ),
          ]))
    ),
    (
      "detectable",
      list(
        object(
          [
            ("requirement", text), ("grouping", texts), ("group", orNull(texts)), ("comparison", comparison),
            ("power", share), ("shown-not-met", orNull(number)), ("shown-met", orNull(number)),
            ("undefined", undefined),
          ],
          later: [
            ("all-shown-met", orNull(number)), ("all-met-when-equal", orNull(share)), ("more-people", orNull(count)),
          ]))
    ),
    ("sign-off", signOff),
    (
      "verdict",
      object(
        [
          ("overall", orNull(choice(VerdictWord.allCases.map(\.rawValue)))), ("synthetic", boolean),
          ("counts", map(count)), ("undefined", undefined),
        ], later: [("undecided-passes", boolean)])
    ),
  ]
}
