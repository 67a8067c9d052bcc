import AuditRecord

/// Whether the control that people have over their own personalisation works, and for everyone.
enum ControlsSection {
  static let section = Section(id: "controls", title: "Do the controls work, and for everyone?", blocks: blocks)

  static func blocks(_ index: RecordIndex) -> [Block] {
    guard let controls = index.record.controls else { return [] }
    let parts = [LogPart.blocks, SlopePart.blocks, SeparationPart.blocks, ParityPart.blocks, UptakePart.blocks]
    return [.paragraph([.text(opening(controls))])] + parts.flatMap { $0(controls, index) } + limits(controls, index)
  }

  /// What the control is.
  private static func opening(_ controls: ControlsDescription) -> String {
    let levels = Phrases.list(controls.levels.map(name))
    var text =
      "People can choose how far their profile is used: “\(Words.grouping([controls.setting]))” has the levels \(levels), least personalised first."
    if !controls.unpersonalised.isEmpty {
      text += " At \(Phrases.list(controls.unpersonalised.map(name))) no profile may be used."
    }
    return text
  }

  static func name(_ level: Label) -> String { Words.group([level]) }

  /// What the numbers of the section cannot show.
  private static func limits(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    var points = [
      "Use of the profile for anything but these lists: advertising, prices, training, sale. Nor whether data were still collected.",
      "Dependence on what stands in neither the history, nor the groups, nor the kinds of item that the plan declares.",
    ]
    if let contexts = controls.contexts {
      points.append(
        "Dependence that runs through the declared contexts, \(Phrases.list(contexts.map { Words.grouping([$0]) })): people are compared within their \(Phrases.counted(controls.combinations ?? 0, "combination")). Somebody who knows the service has to agree that each of them may shape a list without a profile."
      )
    } else if index.record.lists != nil {
      points.append(
        "What shapes lists without a profile, such as a country or the hour. The plan declares no contexts; where there are some, they look like dependence on the history."
      )
    }
    return [
      .heading(Heading(3, id: "controls-limits", ["What this cannot show"])), .list(points.map { [.text($0)] }),
    ]
  }
}
