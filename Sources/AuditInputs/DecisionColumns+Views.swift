package import AuditRecord

/// The columns of one of several models that decided about the same people.
package struct ModelColumns: Sendable, Hashable {
  /// Its name, in reports and requirements.
  package var name: String
  /// The column of its decisions; nothing where only scores are known.
  package var decision: String?
  /// The column of its scores; nothing where the plan names none.
  package var score: RowNumberColumn?

  /// Names a model.
  package init(_ name: String, decision: String? = nil, score: RowNumberColumn? = nil) {
    self.name = name
    self.decision = decision
    self.score = score
  }
}

extension DecisionColumns {
  /// The yes or no that each model and class makes of the decisions: models in the order of the plan, and of each model its classes;
  /// none where there is one model and the plan says which labels people want.
  package var views: [DecisionView] {
    let names: [String?] = models.isEmpty ? [nil] : models.map(\.name)
    guard let classes = labels.classes, !classes.labels.isEmpty else {
      return names.compactMap { name in name.map { DecisionView(model: $0) } }
    }
    let isOfOutcome = classes.isOfOutcome == true
    return names.flatMap { name in
      classes.labels.map { DecisionView(model: name, class: $0, isOfOutcome: isOfOutcome) }
        + (classes.isOrdered == true
          ? classes.labels.dropFirst().dropLast().map {
            DecisionView(model: name, class: $0, orHigher: true, isOfOutcome: isOfOutcome)
          } : [])
    }
  }

  /// The columns as a view reads them: those of one model, and one class against all others.
  package func viewed(_ view: DecisionView) -> DecisionColumns {
    var columns = self
    if let model = models.first(where: { $0.name == view.model }) {
      columns.labels.decision = model.decision ?? ""
      columns.score = model.score
    }
    columns.models = []
    guard let own = view.class, let classes = labels.classes?.labels, let place = classes.firstIndex(of: own) else {
      return columns
    }
    let counted = view.orHigher == true ? Array(classes[place...]) : [own]
    let others = classes.filter { !counted.contains($0) }
    (columns.labels.favourable, columns.labels.unfavourable) = (counted, others)
    if view.isOfOutcome == true { (columns.labels.positive, columns.labels.negative) = (counted, others) }
    return columns
  }

  /// What is read at once: the columns of each view, or these where there is none. Beside a baseline these, then those of the
  /// baseline, then those that both decisions are counted by together.
  package var readings: [DecisionColumns] {
    guard let baseline else { return views.isEmpty ? [self] : views.map(viewed) }
    var (now, before) = (self, self)
    now.baseline = nil
    (before.baseline, before.labels.decision, before.isBaseline) = (nil, baseline, true)
    (before.score, before.amount, before.predicted) = (nil, nil, nil)
    // Who counts both times is asked of the same rows, so that those that weigh nothing are left out here too, and of no person.
    var both = now
    (both.score, both.amount, both.predicted, both.subject) = (nil, nil, nil, nil)
    both.sampling.cluster = nil
    return [now, before, both]
  }
}
