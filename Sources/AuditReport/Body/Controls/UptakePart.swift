import AuditRecord

/// Who uses the control: people at each level.
enum UptakePart {
  static func blocks(_ controls: ControlsDescription, _ index: RecordIndex) -> [Block] {
    let all = controls.people.reduce(0) { $0.plus(max(0, $1.people)) }
    guard all > 0 else { return [] }
    let crossed = index.record.groupings.filter {
      $0.side == controls.side && $0.grouping.count == 2 && $0.grouping.contains(controls.setting)
    }
    let levels = controls.people.map { level in
      "\(ControlsSection.name(level.level)) \(PlainNumber.count(level.people)) (\(PlainNumber.percent(Double(level.people) / Double(all)))\u{A0}%)"
    }
    return [
      .heading(Heading(3, id: "controls-uptake", ["Who uses it?"])),
      .paragraph([.text("Of \(PlainNumber.count(all)) people whose level is known: \(levels.joined(separator: ", ")).")]
      ),
    ] + crossed.map { .table(table($0, controls)) } + [
      .paragraph([
        "A lower share may mean less wish or less chance to use the control; the data do not say which."
      ])
    ]
  }

  /// People of each group by level.
  private static func table(_ crossed: GroupingDescription, _ controls: ControlsDescription) -> Table {
    let place = crossed.grouping.firstIndex(of: controls.setting) ?? 0
    let groups = crossed.groups.compactMap { $0.group.indices.contains(1 - place) ? $0.group[1 - place] : nil }.unique
    func count(_ group: Label, _ level: Label) -> Int {
      crossed.groups.first { $0.group == (place == 0 ? [level, group] : [group, level]) }?.count ?? 0
    }
    return Table(
      caption: [
        .text("Levels by \(Words.grouping([crossed.grouping[1 - place]])): people, and their share of the group")
      ],
      columns: [.words("Group")] + controls.levels.map { .numbers(.text(ControlsSection.name($0))) },
      rows: groups.map { group in
        let all = controls.levels.reduce(0) { $0.plus(max(0, count(group, $1))) }
        return [Cells.group([group])]
          + controls.levels.map { level in
            let own = count(group, level)
            return [
              .text(
                PlainNumber.count(own)
                  + (all > 0 ? " (\(PlainNumber.percent(Double(own) / Double(all)))\u{A0}%)" : ""))
            ]
          }
      })
  }
}
