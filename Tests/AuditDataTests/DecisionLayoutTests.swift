import AuditData
import AuditRecord
import Testing

@Suite("Layouts") struct DecisionLayoutTests {
  private let columns = DecisionColumns(
    decision: "d", favourable: ["1"],
    groups: [GroupColumn(name: "sex"), GroupColumn(name: "age", bins: [0, 9, 10, 100])], strata: ["site"])

  private func rows(_ count: Int, seed: UInt64) -> [String] {
    var random = SplitMix(state: seed)
    let labels = ["F", "M", "", "é", "e\u{301}", "x, y"]
    return (0..<count).map { _ in
      let sex = labels.randomElement(using: &random)!
      let (decision, age) = (Int.random(in: 0...1, using: &random), Int.random(in: 0..<110, using: &random))
      return "\(decision),\"\(sex)\",\(age),site \(Int.random(in: 0..<9, using: &random))\n"
    }
  }

  private func read(_ rows: some Sequence<String>) throws -> Outcome {
    try AuditDataTests.read([Array(("d,sex,age,site\n" + rows.joined()).utf8)], columns)
  }

  @Test("parts brought together are the same as everything at once", arguments: 0..<5) func union(seed: UInt64) throws {
    let rows = rows(400, seed: seed)
    let whole = try read(rows)
    let parts = try [rows[..<50], rows[50..<60], rows[60...]].map { try read($0) }
    var layout = parts[0].reading.layout
    var tables = parts[0].table
    for part in parts[1...] {
      let (united, mapping, other) = layout.union(with: part.reading.layout)
      #expect(mapping == layout.finest.indices.map { Int32($0) })
      for (old, new) in mapping.enumerated() {
        #expect(labels(of: layout.finest[old], in: layout) == labels(of: united.finest[Int(new)], in: united))
      }
      for (old, new) in other.enumerated() {
        let before = labels(of: part.reading.layout.finest[old], in: part.reading.layout)
        #expect(before == labels(of: united.finest[Int(new)], in: united))
      }
      layout = united
      tables.merge(part.table) { zip($0, $1).map(+) }
    }
    #expect(layout.sorted().layout == whole.reading.layout)
    #expect(tables == whole.table)
  }

  @Test("the sorted layout does not depend on the order of reading", arguments: 0..<5) func sorted(seed: UInt64) throws
  {
    var random = SplitMix(state: seed)
    let rows = rows(300, seed: seed)
    let first = try read(rows).reading.layout
    let second = try read(rows.shuffled(using: &random)).reading.layout
    let (layout, mapping) = first.sorted()
    #expect(layout == first && layout == second)
    #expect(layout.sorted().layout == layout)
    #expect(layout.axes[0].labels == layout.axes[0].labels.sorted())
    #expect(layout.axes[1].labels == ["[0, 9)", "[9, 10)", "[10, 100]"])
    #expect(zip(layout.finest, layout.finest.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    for (old, new) in mapping.enumerated() {
      #expect(labels(of: first.finest[old], in: first) == labels(of: layout.finest[Int(new)], in: layout))
    }
  }

  @Test func edgesAreShort() {
    let axis = DecisionLayout.Axis(name: "x", role: .group, edges: [-2.5, 0, 0.1, 1e6, 1e20])
    #expect(axis.labels == ["[-2.5, 0)", "[0, 0.1)", "[0.1, 1000000)", "[1000000, 1e+20]"])
    #expect(!GroupColumn.areEdges([1]) && !GroupColumn.areEdges([1, 1]) && !GroupColumn.areEdges([1, .infinity]))
    #expect(!GroupColumn.areEdges([.nan, 1]) && !GroupColumn.areEdges([2, 1]) && GroupColumn.areEdges([0, 1]))
  }

  @Test func wrongUse() async {
    await #expect(processExitsWith: .failure) { _ = GroupColumn(name: "x", bins: [1]) }
    await #expect(processExitsWith: .failure) {
      _ = DecisionColumns(decision: "d", favourable: [], delimiter: UInt8(ascii: "\""))
    }
    await #expect(processExitsWith: .failure) {
      let empty = DecisionLayout(axes: [], finest: [])
      _ = empty.union(with: DecisionLayout(axes: [DecisionLayout.Axis(name: "x", role: .group)], finest: []))
    }
  }
}
