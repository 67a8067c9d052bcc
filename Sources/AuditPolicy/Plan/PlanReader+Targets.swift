import AuditInputs
import AuditRecord

extension PlanBuilder {
  /// A column of item groups; its name is taken from now on.
  mutating func itemGroup(
    _ node: YAMLNode, format: TableFormat, unknown: [Label]
  ) -> ItemGroupColumn {
    let multiple = node.member("multiple")
    if let multiple, multiple.written?.isEmpty == true {
      document.report(
        .wrongType, at: multiple, "`multiple` is the text between two labels and cannot be empty",
        hint: "as \"|\", or leave it out when an item has one label")
    }
    if let multiple, node.member("bins") != nil {
      document.report(
        .combination, at: multiple, "a column with `bins` holds one number an item, and `multiple` splits labels",
        hint: "keep one of them")
    }
    if let counting = node.member("counting"), multiple == nil, format != .recBole {
      document.report(
        .combination, at: counting, "`counting` is for items with several labels, and nothing separates them",
        hint: "add `multiple: \"|\"`, or leave `counting` out")
    }
    let (column, separator) = (group(node, unknown: unknown), multiple?.written)
    return ItemGroupColumn(
      column, separator: column.bins == nil && separator != "" ? separator : nil,
      counting: choice(node.member("counting")) ?? .fractional,
      target: targetPlan(node.member("target"), unknown: unknown))
  }

  /// The share that groups of items should have.
  mutating func targetPlan(_ node: YAMLNode?, unknown: [Label]) -> Target? {
    guard let node else { return nil }
    if let word = node.written { return Target.named.first { $0.name == word } }
    var shares: [Target.GroupShare] = []
    let before = document.errors.count
    for item in node.sequence ?? [] {
      let share = Target.GroupShare(
        Label(item.member("group")?.written ?? ""), item.member("share")?.finiteNumber ?? 0)
      if share.share < 0 {
        document.report(.wrongType, at: item.member("share"), "a share must be at least 0", hint: "as 0.25")
      }
      if shares.contains(where: { $0.group == share.group }) {
        document.report(
          .combination, at: item.member("group"), "the group \(Quoted.text(share.group.text)) has two shares",
          hint: "keep one of them")
      }
      if unknown.contains(share.group) {
        document.report(
          .combination, at: item.member("group"),
          "the label \(Quoted.text(share.group.text)) means that the group is not known, and has no share",
          hint: "name groups only, and let their shares sum to one")
      }
      shares.append(share)
    }
    let sum = shares.reduce(0) { $0 + $1.share }
    if document.errors.count == before, abs(sum - 1) > 1e-9 {
      document.report(
        .combination, at: node, "the shares sum to \(CanonicalNumber.text((sum * 1e12).rounded() / 1e12))",
        hint: "shares of one whole sum to 1")
    }
    return .given(shares)
  }

  /// Notes targets for which the plan lacks the table that they are counted from.
  mutating func checkTargets(_ plan: ListColumns, _ node: YAMLNode) {
    if let target = node.member("target"), plan.itemGroupings.isEmpty {
      document.report(
        .missingKey, at: target, "`target` is the share that groups of items should have, and there are none",
        hint: Role.itemGroups.mend)
      return
    }
    let groups = node.member("items")?.member("groups")?.sequence ?? []
    let own = zip(plan.items?.groups ?? [], groups).map { ($0.target, $1.member("target")) }
    for (target, place) in [(plan.target, node.member("target"))] + own {
      switch target {
      case .qualified where plan.relevance == nil:
        document.report(
          .missingKey, at: place, "the target `qualified` counts what users want, which is not declared",
          hint: Role.relevance.mend)
      case .population where plan.history == nil && plan.items?.popularity == nil:
        document.report(
          .missingKey, at: place, "the target `population` counts what was chosen before, which is not declared",
          hint: "\(Role.history.mend), or `popularity` under `items`")
      default: break
      }
    }
  }
}
