import AuditInputs
package import AuditRecord

/// Which of several classes and models a requirement is about.
package struct ViewChoice: Sendable, Hashable {
  /// The classes that it names; nil where it is about each.
  package var classes: [Label]?
  /// Whether every class above the one it names counts with it.
  package var orHigher = false
  /// Whether it is about the mean over all classes.
  package var isMean = false
  /// The models that it names; nil where it is about each.
  package var models: [String]?

  /// About everything.
  package init() {}
}

extension Plan {
  /// The plan with the classes that data have, where it leaves them to the data; those that requirements name are among them.
  package func naming(classes found: [Label]) -> Plan {
    var plan = self
    let named = views.values.flatMap { $0.classes ?? [] }
    plan.decisions?.labels.classes?.labels = Set(found + named).sorted()
    return plan
  }

  /// The plan with a requirement for each class and model that one of it is about.
  ///
  /// Where a requirement is about several classes, a failure is searched for among them, and each says so.
  package func expanded() -> Plan {
    guard let decisions, decisions.labels.classes != nil || !decisions.models.isEmpty else { return self }
    var plan = self
    plan.views = [:]
    plan.requirements = requirements.flatMap { requirement -> [Requirement] in
      // Of a plan made in code nothing is chosen, and each class and model is meant.
      let isOfDecisions = requirement.across.allSatisfy(decisions.groupings.contains)
      let isPlain = DecisionView.plain(requirement.metric) == requirement.metric
      guard isPlain, let choice = views[requirement.id] ?? (isOfDecisions ? ViewChoice() : nil) else {
        return [requirement]
      }
      let chosen = decisions.views(choice)
      let classes = Set(chosen.compactMap(\.class)).count
      return chosen.map { view in
        var one = requirement
        one.metric = view.name(requirement.metric)
        one.searched = classes > 1 ? classes : nil
        if chosen.count > 1 { (one.id, one.demand) = (view.name(requirement.id), requirement.id) }
        return one
      }
    }
    return plan
  }
}

extension DecisionColumns {
  /// The views that a requirement is about.
  fileprivate func views(_ choice: ViewChoice) -> [DecisionView] {
    let names: [String?] = models.isEmpty ? [nil] : choice.models ?? models.map(\.name)
    guard let classes = labels.classes else { return names.map { DecisionView(model: $0) } }
    let isOfOutcome = classes.isOfOutcome == true
    return names.flatMap { name -> [DecisionView] in
      if choice.isMean { return [DecisionView(model: name, isMean: true, isOfOutcome: isOfOutcome)] }
      return (choice.classes ?? classes.labels).map { label in
        // Nothing is above the highest.
        DecisionView(
          model: name, class: label, orHigher: choice.orHigher && label != classes.labels.last, isOfOutcome: isOfOutcome
        )
      }
    }
  }
}
