import AuditInputs
import AuditRecord

extension PlanBuilder {
  /// Takes in the classes of the decision and the models that decided, and notes what does not go with them.
  mutating func addViews(to plan: inout DecisionColumns, columns: YAMLNode?, node: YAMLNode) {
    plan.labels.classes = classes(columns)
    plan.models = models(node.member("models"))
    if let place = columns?.member("ordered"), plan.labels.classes == nil {
      document.report(
        .combination, at: place,
        "`ordered` says that `classes` are listed from the lowest to the highest, and there are none",
        hint: "add `classes`, or leave `ordered` out")
    }
    if plan.labels.classes != nil { checkClasses(plan, columns: columns, node: node) }
    if !plan.models.isEmpty { checkModels(&plan, columns: columns, node: node) }
  }

  private mutating func classes(_ columns: YAMLNode?) -> DecisionClasses? {
    guard let node = columns?.member("classes") else { return nil }
    let isFound = node.written == "found"
    let labels = isFound ? [] : node.texts.map { Label($0) }
    let isOrdered = columns?.member("ordered")?.bool == true
    if !isFound, Set(labels).count < labels.count || labels.count < 2 {
      document.report(
        .columns, at: node, "`classes` needs two or more different labels",
        hint: "as [advanced, held, rejected]; or `found`, for the labels that the data have")
    }
    if labels.count > DecisionClasses.most {
      document.report(
        .columns, at: node, "`classes` has \(labels.count) labels, and at most \(DecisionClasses.most) are audited",
        hint: "each class is audited as a decision of its own; join those that mean the same in the data")
    }
    if labels.contains("") {
      document.report(
        .columns, at: node, "an empty label means that the value is missing", hint: "name labels that say something")
    }
    if isFound, isOrdered {
      document.report(
        .combination, at: columns?.member("ordered"), "the data do not say which of the labels found is the lowest",
        hint: "list the classes, from the lowest to the highest")
    }
    let isOfOutcome = columns?.member("outcome") != nil && columns?.member("positive") == nil
    return DecisionClasses(labels, isFound: isFound, isOrdered: isOrdered, isOfOutcome: isOfOutcome)
  }

  private mutating func checkClasses(_ plan: DecisionColumns, columns: YAMLNode?, node: YAMLNode) {
    for key in ["favourable", "unfavourable"] {
      guard let place = columns?.member(key) else { continue }
      document.report(
        .combination, at: place,
        "`\(key)` makes a yes or no of the decision, and `classes` sets each class against all others",
        hint: "keep one of them; a requirement about one class names it as `class`")
    }
    if let place = columns?.member("negative"), columns?.member("positive") == nil {
      document.report(
        .combination, at: place, "without `positive`, outcomes have the `classes` of the decision",
        hint: "add `positive`, or leave `negative` out")
    }
    for key in ["score", "amount", "predicted"] {
      guard let place = columns?.member(key) else { continue }
      document.report(
        .notSupported, at: place, "numbers of people beside `classes` are not supported by this version",
        hint: "audit `\(key)` by a plan of its own")
    }
    if let place = node.member("counts") {
      document.report(
        .combination, at: place, "`counts` says how many were selected, and `classes` has no selected",
        hint: "keep one of them")
    }
    let classes = plan.labels.classes?.labels ?? []
    if let both = classes.first(where: { plan.labels.notDecided.contains($0) }) {
      document.report(
        .columns, at: columns?.member("not-decided"), "the label \(Quoted.text(both.text)) is a class and no decision",
        hint: "keep it on one side")
    }
    if plan.labels.decision.isEmpty, plan.models.isEmpty {
      document.report(
        .missingKey, at: columns?.member("classes"),
        "`classes` are labels of a decision, and no `decision` column is declared",
        hint: "add `decision:`, or `models`")
    }
    if let place = document.root.member("profiles") {
      document.report(
        .combination, at: place, "profiles are about a favourable decision, and `classes` has none",
        hint: "say which labels people want as `favourable`, in a plan of its own")
    }
  }

  private mutating func models(_ node: YAMLNode?) -> [ModelColumns] {
    guard let node else { return [] }
    var found: [ModelColumns] = []
    for item in node.sequence ?? [] {
      let name = item.member("name")?.written ?? ""
      if name.allSatisfy(\.isWhitespace) {
        document.report(.wrongType, at: item.member("name"), "a model needs a name", hint: "as its version")
      }
      if found.contains(where: { Label($0.name) == Label(name) }) {
        document.report(
          .combination, at: item.member("name"), "two models are called \(Quoted.text(name))",
          hint: "give each its own name")
      }
      found.append(
        ModelColumns(
          name, decision: item.member("decision")?.written,
          score: numbers(item.member("score"), "score")))
    }
    if found.count < 2 {
      document.report(
        .combination, at: node, "`models` is for two or more models",
        hint: "declare one under `columns`, as `decision` and `score`")
    }
    if found.count > DecisionClasses.most {
      document.report(
        .combination, at: node,
        "`models` has \(found.count) models, and at most \(DecisionClasses.most) are audited at once",
        hint: "audit the others by a plan of their own")
    }
    for key in ["decision", "score"] {
      let have = (node.sequence ?? []).count { $0.member(key) != nil }
      if have > 0, have < found.count {
        document.report(
          .combination, at: node, "some models have a `\(key)` and others none, so they cannot stand side by side",
          hint: "give each model its `\(key)`, or none")
      }
    }
    return found
  }

  private mutating func checkModels(_ plan: inout DecisionColumns, columns: YAMLNode?, node: YAMLNode) {
    for key in ["decision", "score"] {
      guard let place = columns?.member(key) else { continue }
      document.report(
        .combination, at: place, "`\(key)` stands with each of the `models`", hint: "leave it out of `columns`")
    }
    for key in ["amount", "predicted"] {
      guard let place = columns?.member(key) else { continue }
      document.report(
        .notSupported, at: place, "amounts beside `models` are not supported by this version",
        hint: "audit amounts by a plan of their own")
    }
    if let place = node.member("counts") {
      document.report(
        .combination, at: place, "`counts` is for a row a group, and `models` decide about rows",
        hint: "keep one of them")
    }
    let hasDecisions = plan.models.contains { $0.decision != nil }
    if !hasDecisions, plan.models.allSatisfy({ $0.score == nil }) {
      document.report(
        .missingKey, at: node.member("models"), "the models have neither a `decision` nor a `score`",
        hint: "name the column of each")
    }
    if hasDecisions, plan.labels.classes == nil, plan.labels.unfavourable == nil {
      document.report(
        .missingKey, at: columns ?? node,
        "decisions of several models need `unfavourable`, so that a label that only one of them has is not counted without a word",
        hint: "list the other labels")
    }
    if plan.labels.classes != nil, plan.models.contains(where: { $0.score != nil }) {
      document.report(
        .notSupported, at: node.member("models"),
        "numbers of people beside `classes` are not supported by this version",
        hint: "audit scores by a plan of its own")
    }
    // What one model has, each has: what can be measured follows from the first.
    plan.labels.decision = plan.models.first?.decision ?? ""
    plan.score = plan.models.first?.score
    checkColumnsOfModels(plan, node.member("models"))
  }

  /// Notes columns that stand for two things.
  private mutating func checkColumnsOfModels(_ plan: DecisionColumns, _ node: YAMLNode?) {
    let others =
      [
        plan.labels.outcome, plan.labels.count, plan.subject, plan.sampling.weight, plan.sampling.cluster,
        plan.sampling.stratum,
      ].compactMap(\.self) + plan.groups.map(\.column) + plan.strata
    var used: [Label] = []
    for (model, item) in zip(plan.models, node?.sequence ?? []) {
      for column in [model.decision, model.score?.column].compactMap(\.self) {
        if used.contains(Label(column)) {
          document.report(
            .columns, at: item, "the column \(Quoted.text(column)) serves two models, or one twice",
            hint: "each needs a column of its own")
        } else if others.contains(where: { Label($0) == Label(column) }) {
          document.report(
            .columns, at: item,
            "the column \(Quoted.text(column)) is of the model \(Quoted.text(model.name)), and is used for something else too",
            hint: "each needs a column of its own")
        }
        used.append(Label(column))
      }
    }
  }

  /// Notes numbers that need a favourable decision, where there are classes.
  mutating func refuseWithClasses(_ metrics: Set<String>, of plan: Plan) {
    guard plan.decisions?.labels.classes != nil else { return }
    for card in catalogue where metrics.contains(card.id) && card.side == .decisions && card.isOneNumber {
      document.report(
        .notSupported, at: document.root.member("metrics"),
        "\(card.id) takes a favourable decision, and `classes` has none",
        hint: "say which labels people want as `favourable`, in a plan of its own")
    }
  }

  // MARK: requirements

  /// Which classes and models a requirement is about; nil where decisions have neither, or it is not about decisions.
  mutating func viewChoice(_ node: YAMLNode, _ card: MetricCard, plan: Plan) -> ViewChoice? {
    let decisions = plan.decisions
    let classes = decisions?.labels.classes
    let names = card.side == .decisions ? decisions?.models.map(\.name) ?? [] : []
    for key in ["class", "macro-average"] {
      guard let place = node.member(key), classes == nil || card.side != .decisions else { continue }
      document.report(
        .combination, at: place, "`\(key)` is about `classes` of decisions, and \(card.id) has none here",
        hint: "declare `classes` under `columns`, or leave `\(key)` out")
    }
    if let place = node.member("model"), names.isEmpty {
      document.report(
        .combination, at: place, "`model` names one of several `models` of decisions, and \(card.id) has none here",
        hint: "declare `models` under `decisions`, or leave `model` out")
    }
    guard card.side == .decisions, classes != nil || !names.isEmpty else { return nil }
    var choice = ViewChoice()
    choice.models = node.member("model")?.texts
    for name in choice.models ?? [] where !names.isEmpty && !names.contains(name) {
      document.report(
        .combination, at: node.member("model"), "there is no model \(Quoted.text(name))",
        hint: Suggestion.nearest(to: name, among: names).map { "did you mean \(Quoted.text($0))?" }
          ?? "declared: \(names.joined(separator: ", "))")
    }
    if let named = choice.models, Set(named).count < named.count {
      document.report(.combination, at: node.member("model"), "`model` names a model twice", hint: "name it once")
    }
    if let classes { choose(&choice, node, card, classes) }
    return choice
  }

  private mutating func choose(
    _ choice: inout ViewChoice, _ node: YAMLNode, _ card: MetricCard, _ classes: DecisionClasses
  ) {
    choice.isMean = node.member("macro-average")?.bool == true
    if let place = node.member("class") {
      let step = place.member("at-least")
      choice.classes = (step.map { [$0.written ?? ""] } ?? place.texts).map { Label($0) }
      choice.orHigher = step != nil
      if choice.isMean {
        document.report(
          .combination, at: place, "`macro-average` is about all classes, and `class` names some",
          hint: "keep one of them")
      }
      if step != nil, classes.isOrdered != true {
        document.report(
          .combination, at: step,
          "`at-least` takes classes from the lowest to the highest, and nothing says that they are",
          hint: "add `ordered: true` beside `classes`, where they are listed so")
      }
      if step != nil, choice.classes?.first == classes.labels.first {
        document.report(
          .combination, at: step, "everybody has at least the lowest class", hint: "name a higher one")
      }
    }
    if let named = choice.classes, Set(named).count < named.count {
      document.report(.combination, at: node.member("class"), "`class` names a class twice", hint: "name it once")
    }
    for label in choice.classes ?? [] where classes.isFound != true && !classes.labels.contains(label) {
      document.report(
        .combination, at: node.member("class"), "\(Quoted.text(label.text)) is none of the `classes`",
        hint: Suggestion.nearest(to: label.text, among: classes.labels.map(\.text)).map {
          "did you mean \(Quoted.text($0))?"
        } ?? "declared: \(classes.labels.map { Words.label($0) }.joined(separator: ", "))")
    }
    if choice.isMean, card.measure != .proportion || !card.parts.isEmpty || card.needs.contains(.strata) {
      document.report(
        .combination, at: node.member("macro-average"), "means over classes are made of rates, and \(card.id) is none",
        hint: "as true-positive-rate or selection-rate")
    }
    if card.measure == .whole || card.measure == .logRatio, card.parts.isEmpty {
      document.report(
        .notSupported, at: node.member("metric"), "\(card.id) takes a favourable decision, and `classes` has none",
        hint: "say which labels people want as `favourable`, in a plan of its own")
    }
    if node.member("no-worse-than-baseline") != nil {
      document.report(
        .notSupported, at: node.member("no-worse-than-baseline"),
        "changes of classes against an earlier audit are not judged by this version",
        hint: "state a threshold of its own")
    }
  }
}
