import AuditRecord

extension PlanBuilder {
  /// A profile, and where the plan names it.
  typealias NamedProfile = (profile: Profile, node: YAMLNode)

  /// The profiles that a plan names, each once.
  mutating func profiles(_ node: YAMLNode?) -> [NamedProfile] {
    var found: [NamedProfile] = []
    for node in node.map({ $0.sequence ?? [$0] }) ?? [] {
      guard let profile = node.written.flatMap(Profile.named) else { continue }
      if found.contains(where: { $0.profile.regulation.id == profile.regulation.id }) {
        document.report(
          .combination, at: node, "the profile \(profile.regulation.id) is named twice", hint: "keep one of them")
      } else {
        found.append((profile, node))
      }
    }
    return found
  }

  /// Adds what profiles demand to the plan's own requirements.
  mutating func addRequirements(of profiles: [NamedProfile], to plan: inout Plan) {
    for (profile, node) in profiles {
      var reader = PlanBuilder(document: profile.document, catalogue: catalogue)
      let own = Set(plan.requirements.map { Label($0.id) })
      let brought = reader.requirements(profile.document.root.member("requirements"), plan: plan)
      plan.views.merge(brought.views) { own, _ in own }
      for requirement in brought.demands {
        if own.contains(Label(requirement.id)) {
          document.report(
            .combination, at: node,
            "the plan has a requirement \(Quoted.text(requirement.id)), and the profile \(profile.regulation.id) brings one of that name",
            hint: "give the plan's own another id, or leave out the profile")
        }
        plan.requirements.append(requirement)
      }
      // A profile's own file is right; what is left is what this plan lacks for it.
      for problem in reader.document.errors {
        document.report(
          problem.code, at: node, "the profile \(profile.regulation.id): \(problem.message)", hint: problem.hint)
      }
    }
  }
}
